using Skein.Packer.Archives;
using Skein.Packer.Environments;
using Skein.Packer.Inventory;
using Skein.Packer.Relocation;

namespace Skein.Packer.Planning;

/// <summary>Everything that is decided before the first byte is written.</summary>
internal sealed record PreparedPack
{
    public required PackSource Source { get; init; }

    /// <summary>Entries in archive order, hard links resolved, with what is added to the environment.</summary>
    public required IReadOnlyList<PackFile> Files { get; init; }

    public required IRelocation Relocation { get; init; }

    public required ArchiveLayout Layout { get; init; }

    /// <summary>Never <see cref="ArchiveFormat.Infer"/>.</summary>
    public required ArchiveFormat Format { get; init; }

    /// <summary>Absolute path, or <c>-</c>.</summary>
    public required string Output { get; init; }

    public required IReadOnlyList<PackProblem> Problems { get; init; }

    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Bytes of all files.</summary>
    public long ContentLength
    {
        get
        {
            long length = 0;
            foreach (var file in Files)
                length += file.Size;
            return length;
        }
    }

    public PackPlan ToPlan() => new()
    {
        Output = Output,
        Format = Format,
        Source = Source.Root,
        Kind = Source.Kind,
        Entries = [.. Files.Select(Entry)],
        Problems = Problems,
        Warnings = Warnings,
    };

    private PackEntry Entry(PackFile file) => new(
        Layout.PathOf(file.Path),
        file.Mode,
        file.Origin is FileOrigin.Late ? null : file.Content?.Length ?? file.Size,
        file.Kind switch
        {
            PackFileKind.SymbolicLink => Relocation.RelocateLink(file),
            PackFileKind.HardLink => Layout.PathOf(file.LinkTarget),
            _ => null,
        },
        file.Package);
}
