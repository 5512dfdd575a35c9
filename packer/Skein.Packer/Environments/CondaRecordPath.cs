using Skein.Packer.Inventory;

namespace Skein.Packer.Environments;

/// <summary>A file as the record of its package lists it.</summary>
/// <param name="Path">Path below the environment.</param>
/// <param name="Placeholder">What the installation directory replaced in it; null if nothing.</param>
/// <param name="IsBinary">Whether the replacement was by the rule for binary files.</param>
/// <param name="Original">Hash before the replacement, if the record says it.</param>
/// <param name="Installed">Hash of what was installed, if the record says it.</param>
/// <param name="Size">Bytes before the replacement; −1 if the record does not say.</param>
internal sealed record CondaRecordPath(
    string Path, string? Placeholder, bool IsBinary, Sha256Hash Original, Sha256Hash Installed, long Size);
