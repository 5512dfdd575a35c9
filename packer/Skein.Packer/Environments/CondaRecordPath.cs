using Skein.Packer.Inventory;

namespace Skein.Packer.Environments;

/// <summary>A file as the record of its package lists it. There may be hundreds of thousands of them.</summary>
/// <param name="Path">Path below the environment.</param>
/// <param name="Prefix">What was replaced in it; null if nothing.</param>
/// <param name="Installed">Hash of what was installed, if the record says it.</param>
internal sealed record CondaRecordPath(string Path, CondaRecordPrefix? Prefix, Sha256Hash Installed);
