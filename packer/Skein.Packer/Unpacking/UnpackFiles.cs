using Skein.Packer.Inspection;
using Skein.Packer.Inventory;

namespace Skein.Packer.Unpacking;

/// <summary>What an archive brings along to be made absolute where it is unpacked.</summary>
internal static class UnpackFiles
{
    /// <summary>Path of the program below the environment, under the name that conda-pack gave it.</summary>
    public const string Program = "bin/conda-unpack";

    private const string Resource = "conda-unpack";
    private const int ProgramMode = 0b111_101_101;
    private const int StateMode = 0b110_100_100;

    /// <param name="files">Entries of the archive in their order, hard links resolved.</param>
    /// <param name="modified">Time of what is added, in seconds since the epoch.</param>
    /// <returns>The entries with the program among them and the state behind them; those of an earlier packing give way.</returns>
    public static List<PackFile> AddTo(IReadOnlyList<PackFile> files, long modified)
    {
        var program = Entry(Program, ProgramMode, modified) with { Origin = new FileOrigin.Memory(EmbeddedFile.Read(Resource)) };
        var result = new List<PackFile>(files.Count + 2);
        foreach (var file in files)
        {
            if (!EarlierPacking.IsAddedAnew(file.Path))
                result.Add(file);
        }

        var place = result.FindIndex(static file => string.CompareOrdinal(file.Path, Program) > 0);
        result.Insert(place < 0 ? result.Count : place, program);
        var links = HardLinks(files);
        result.Add(Entry(RelocationState.Path, StateMode, modified) with { Origin = new FileOrigin.Late(findings => WriteState(findings, links)) });
        return result;
    }

    private static byte[] WriteState(PackFindings findings, Dictionary<string, List<string>> links)
    {
        var files = new List<PlacedFile>(findings.Placed.Count);
        foreach (var file in findings.Placed)
            files.Add(links.TryGetValue(file.Path, out var names) ? file with { HardLinks = names } : file);
        return RelocationStateFormat.Write(new RelocationState([RelocationState.AsPacked], files));
    }

    // Further names by the first one.
    private static Dictionary<string, List<string>> HardLinks(IReadOnlyList<PackFile> files)
    {
        var links = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            if (file.Kind != PackFileKind.HardLink)
                continue;
            if (!links.TryGetValue(file.LinkTarget, out var names))
                links[file.LinkTarget] = names = [];
            names.Add(file.Path);
        }

        return links;
    }

    private static PackFile Entry(string path, int mode, long modified) =>
        new() { Path = path, Kind = PackFileKind.Regular, Mode = mode, Modified = modified };
}
