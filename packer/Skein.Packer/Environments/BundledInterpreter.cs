using Skein.Packer.Inventory;
using Skein.Packer.Relocation;

namespace Skein.Packer.Environments;

/// <summary>Packs a virtual environment together with the installation it was made from.</summary>
/// <remarks>
/// The two become one installation: the program in <c>bin</c> and the standard library around <c>site-packages</c>, without
/// <c>pyvenv.cfg</c>, whose path of the interpreter has to be absolute. Python finds its library by the place of the program, so this
/// runs anywhere.
/// </remarks>
/// <param name="interpreter">The installation.</param>
internal sealed class BundledInterpreter(BaseInterpreter interpreter)
{
    // Other packages, the tests of Python itself, and the mark that keeps pip out of a system's Python. Files for building extensions stay out, too.
    private static readonly HashSet<string> NotPacked = ["site-packages", "dist-packages", "test", "EXTERNALLY-MANAGED"];

    // Tests that lie inside the packages they are for.
    private static readonly HashSet<string> Tests = ["test", "tests", "idle_test"];

    /// <returns>The files of the environment with those of the installation, as one installation.</returns>
    /// <param name="files">Files of the virtual environment.</param>
    /// <param name="warnings">Receives a sentence about what the interpreter needs besides.</param>
    /// <param name="cancellation">Ends the listing.</param>
    public List<PackFile> MergeInto(IReadOnlyList<PackFile> files, List<string> warnings, CancellationToken cancellation)
    {
        var merged = new SortedDictionary<string, PackFile>(StringComparer.Ordinal);
        var program = $"bin/{interpreter.Name}";
        var names = BaseInterpreter.Links(files);
        foreach (var file in files)
        {
            if (names.Contains(file.Path))
                merged[file.Path] = Link(file.Path, interpreter.Name, file.Modified);
            else if (file.Path != VenvConfiguration.FileName)
                merged[file.Path] = file;
        }

        // A file of the system names the system's directories and not a place of its own.
        var installedIn = interpreter.Prefix == "/usr" ? null : new InstalledPrefix(interpreter.Prefix);
        var executable = CopiedFile.Of(program, interpreter.Program) ?? throw new FileNotFoundException($"The interpreter '{interpreter.Program}' is gone");
        merged[program] = executable with { InstalledIn = installedIn };
        foreach (var file in StandardLibrary(warnings, cancellation))
        {
            var path = $"lib/{interpreter.Name}/{file.Path}";
            merged.TryAdd(path, CopiedFile.Moved(path, file) with { InstalledIn = NamesItsPlace(path) ? installedIn : null });
        }

        if (installedIn != null)
            AddLibraries(merged, installedIn, cancellation);
        WarnOfSystemLibraries(merged.Values, warnings);
        // Debian's Python looks for packages in a directory of its own.
        if (ReadableFile.Text(Path.Combine(interpreter.Library, "site.py")).Contains("dist-packages", StringComparison.Ordinal))
            merged.TryAdd("lib/python3/dist-packages", Link("lib/python3/dist-packages", $"../{interpreter.Name}/site-packages", merged[program].Modified));
        return [.. merged.Values];
    }

    private IEnumerable<PackFile> StandardLibrary(List<string> warnings, CancellationToken cancellation)
    {
        static bool IsIgnored(string name) => NotPacked.Contains(name) || name.StartsWith("config-", StringComparison.Ordinal);
        var listing = DirectoryWalk.List(interpreter.Library, IsIgnored, cancellation);
        foreach (var entry in listing.Unpackable)
            warnings.Add($"'{interpreter.Library}/{entry.Path}' can not be read or packed, and is missing from the standard library in the archive");
        foreach (var file in listing.Files)
        {
            if (file.Path.Split('/').Any(Tests.Contains) || file.Path.Contains(".opt-", StringComparison.Ordinal) || file.Kind == PackFileKind.Directory)
                continue;
            if (file.Kind != PackFileKind.SymbolicLink || !LinkRelocation.LeadsOutside(file.LinkTarget, file.Directory))
                yield return file;
            else if (CopiedFile.Of(file.Path, $"{interpreter.Library}/{file.Path}") is { } copy)
                yield return copy;
        }
    }

    // What the program and its modules link to and the installation brings: libpython, and for conda's all the others.
    private void AddLibraries(SortedDictionary<string, PackFile> merged, InstalledPrefix installation, CancellationToken cancellation)
    {
        var pending = new Queue<PackFile>(merged.Values.Where(static file => file.InstalledIn != null));
        while (pending.TryDequeue(out var file))
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (var name in ElfNeeded.ReadFile(file.Source))
            {
                var path = $"lib/{name}";
                if (name.Contains('/', StringComparison.Ordinal) || merged.ContainsKey(path) || CopiedFile.Of(path, Path.Combine(interpreter.Prefix, "lib", name)) is not { } library)
                    continue;
                merged[path] = library with { InstalledIn = installation };
                pending.Enqueue(merged[path]);
            }
        }
    }

    private void WarnOfSystemLibraries(IEnumerable<PackFile> files, List<string> warnings)
    {
        var needed = new SortedSet<string>(StringComparer.Ordinal);
        var packed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            packed.Add(RelativePath.NameOf(file.Path));
            if (file.Source == interpreter.Program || file.Source.StartsWith($"{interpreter.Library}/lib-dynload/", StringComparison.Ordinal))
                needed.UnionWith(ElfNeeded.ReadFile(file.Source));
        }

        needed.RemoveWhere(name => packed.Contains(name) || SystemLibraries.ComeWithGlibc(name));
        if (needed.Count > 0)
            warnings.Add($"Modules of the interpreter '{interpreter.Program}' load libraries of the system, which have to be installed wherever these modules are used: {string.Join(", ", needed)}");
    }

    private static bool NamesItsPlace(string path) =>
        path.EndsWith(".so", StringComparison.Ordinal) || PythonSysconfig.Owns(RelativePath.NameOf(path));

    private static PackFile Link(string path, string target, long modified) => new()
    {
        Path = path, Kind = PackFileKind.SymbolicLink, Mode = 0b111_111_111, Modified = modified, LinkTarget = target,
    };
}
