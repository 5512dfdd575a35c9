namespace Skein.Packer.Inventory;

/// <summary>What a package says of a file that it owns.</summary>
/// <param name="Path">Path below the environment; files that are listed share it instead of having one of their own.</param>
/// <param name="Package">Name and version of the package.</param>
/// <param name="Record">What it says of the prefix in the file; null if it says nothing.</param>
/// <param name="InstalledHash">Hash of the content that it installed; all zeros if it does not say.</param>
internal readonly record struct OwnedFile(string Path, string Package, PrefixRecord? Record, Sha256Hash InstalledHash);
