using Skein.Packer.Inventory;

namespace Skein.Packer.Inspection;

/// <summary>Which files are held against the hash of what their package installed.</summary>
internal static class InstalledContent
{
    /// <remarks>Compiled Python is often compiled anew, with another time in it, and nobody has changed anything.</remarks>
    public static bool IsTold(PackFile file) => file.InstalledHash.IsKnown && !file.Path.EndsWith(".pyc", StringComparison.Ordinal);
}
