namespace Skein.Packer.Environments;

/// <summary>What <c>conda-meta</c> says of an installed package.</summary>
/// <param name="Name">Name of the package.</param>
/// <param name="Version">Its version.</param>
/// <param name="Paths">The files it put into the environment.</param>
/// <param name="CachedPackage">Directory of the unpacked package it came from; null if not recorded. It may be gone.</param>
internal sealed record CondaRecord(string Name, string Version, IReadOnlyList<CondaRecordPath> Paths, string? CachedPackage)
{
    /// <summary>Name and version, such as <c>numpy 1.26.4</c>.</summary>
    public string Title { get; } = $"{Name} {Version}";

    public override string ToString() => Title;
}
