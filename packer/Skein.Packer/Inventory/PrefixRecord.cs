namespace Skein.Packer.Inventory;

/// <summary>What a package says of a file that had the installation directory written into it.</summary>
/// <param name="Placeholder">The text that stood where the installation directory is now.</param>
/// <param name="IsBinary">True: NUL-terminated strings of fixed room. False: text that may change its length.</param>
/// <param name="Original">Hash of the file before the installation, if known.</param>
/// <param name="CachedOriginal">Where the package cache would have the file as it was before; it may be gone.</param>
internal sealed record PrefixRecord(string Placeholder, bool IsBinary, Sha256Hash Original, string? CachedOriginal);
