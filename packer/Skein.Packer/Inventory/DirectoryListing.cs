namespace Skein.Packer.Inventory;

/// <summary>What a directory tree holds.</summary>
/// <param name="Files">Files, links and directories in the order of their paths, that of a directory taken with a slash at its end.</param>
/// <param name="Unpackable">What is there besides, in the same order.</param>
internal sealed record DirectoryListing(List<PackFile> Files, List<UnpackableEntry> Unpackable);
