using Skein.Packer.Inventory;
using Skein.Packer.Relocation;
using Skein.Packer.Unpacking;

namespace Skein.Packer.Environments;

/// <summary>Something to pack, listed and checked.</summary>
internal sealed record PackSource
{
    public required EnvironmentKind Kind { get; init; }

    /// <summary>Absolute path of the directory.</summary>
    public required string Root { get; init; }

    /// <summary>Its entries in the order of their paths.</summary>
    public required IReadOnlyList<PackFile> Files { get; init; }

    /// <summary>What lies there besides and can not be packed; a filter may make it unimportant.</summary>
    public IReadOnlyList<UnpackableEntry> Unpackable { get; init; } = [];

    /// <summary>The path its files were written for; for a plain folder, where it is.</summary>
    public required InstalledPrefix InstalledIn { get; init; }

    /// <summary>What it knows of its files if it was unpacked from an archive of this packer; else null.</summary>
    public EarlierPacking? Earlier { get; init; }

    /// <summary>Whether it is activated before use and its files name the place of their installation.</summary>
    public bool IsEnvironment => Kind is EnvironmentKind.Conda or EnvironmentKind.Venv;

    /// <summary>Whether it brings its own activation scripts.</summary>
    public bool OwnsActivation { get; init; }

    /// <summary>Links that lead out of it, of which a warning tells already.</summary>
    public IReadOnlySet<string> ExplainedLinks { get; init; } = new HashSet<string>();

    /// <summary>All that prevents packing it; empty when nothing does.</summary>
    public IReadOnlyList<PackProblem> Problems { get; init; } = [];

    /// <summary>Sentences about what was found.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }
}
