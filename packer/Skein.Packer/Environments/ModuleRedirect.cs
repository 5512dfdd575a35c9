namespace Skein.Packer.Environments;

/// <summary>A module or package, and where it is imported from.</summary>
/// <param name="Module">Its dotted name.</param>
/// <param name="Location">Absolute path of its directory or file, the latter perhaps without suffix.</param>
internal sealed record ModuleRedirect(string Module, string Location);
