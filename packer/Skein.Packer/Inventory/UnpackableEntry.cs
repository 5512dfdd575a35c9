namespace Skein.Packer.Inventory;

/// <summary>Something that lies in the environment and can not go into an archive.</summary>
/// <param name="Path">Path below the environment, with replacement characters for bytes that are no text.</param>
/// <param name="Reason">Why not.</param>
/// <param name="IsDirectory">Whether all that may be below it is missing from the listing, too.</param>
internal sealed record UnpackableEntry(string Path, UnpackableReason Reason, bool IsDirectory);
