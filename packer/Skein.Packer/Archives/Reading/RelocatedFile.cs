using Skein.Packer.Inventory;

namespace Skein.Packer.Archives.Reading;

/// <summary>What a rewritten file is packed as.</summary>
internal static class RelocatedFile
{
    /// <remarks>
    /// A Python source becomes a second older: Python trusts compiled code whose source has the recorded time and size, and it was
    /// compiled before the rewriting.
    /// </remarks>
    public static PackFile Of(PackFile file) =>
        file.Path.EndsWith(".py", StringComparison.Ordinal) ? file with { Modified = file.Modified - 1 } : file;
}
