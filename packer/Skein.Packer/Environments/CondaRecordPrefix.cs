using Skein.Packer.Inventory;

namespace Skein.Packer.Environments;

/// <summary>What the record of a package says of the installation directory in one of its files.</summary>
/// <param name="Placeholder">What the installation directory replaced.</param>
/// <param name="IsBinary">Whether the replacement was by the rule for binary files.</param>
/// <param name="Original">Hash before the replacement, if the record says it.</param>
internal sealed record CondaRecordPrefix(string Placeholder, bool IsBinary, Sha256Hash Original);
