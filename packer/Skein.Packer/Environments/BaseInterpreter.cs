using Skein.Packer.Inventory;
using Skein.Packer.Relocation;

namespace Skein.Packer.Environments;

/// <summary>The Python installation a virtual environment was made from.</summary>
/// <remarks>
/// Packed together the two become one installation: the program in <c>bin</c> and the standard library around <c>site-packages</c>, without
/// <c>pyvenv.cfg</c>, whose path of the interpreter has to be absolute. Python finds its library by the place of the program, so this
/// runs anywhere.
/// </remarks>
/// <param name="Prefix">Directory of the installation.</param>
/// <param name="Program">The program itself, all links resolved.</param>
/// <param name="Library">Directory of the standard library.</param>
internal sealed record BaseInterpreter(string Prefix, string Program, string Library)
{
    // Of other packages, for building extensions, or for the installer of the system.
    private static readonly HashSet<string> NotPacked = ["site-packages", "dist-packages", "test", "EXTERNALLY-MANAGED"];

    // Tests that lie inside the packages they are for.
    private static readonly HashSet<string> Tests = ["test", "tests", "idle_test"];

    private string Name => Path.GetFileName(Library);

    /// <param name="root">The virtual environment.</param>
    /// <param name="configuration">What it says of itself.</param>
    /// <returns>Null if the installation is gone, or not made like CPython.</returns>
    public static BaseInterpreter? Find(string root, VenvConfiguration configuration)
    {
        foreach (var site in SitePackages.Find(root))
        {
            var name = site.Split('/')[1];
            if (!name.StartsWith("python", StringComparison.Ordinal))
                continue;
            var home = configuration.Home ?? Path.Combine(root, "bin");
            foreach (var candidate in (string[])[Path.Combine(home, name), Path.Combine(home, "python3"), Path.Combine(home, "python"), Path.Combine(root, "bin", "python")])
            {
                if (CopiedFile.Resolve(candidate) is { } program && LibraryOf(program, name) is var (prefix, library))
                    return new BaseInterpreter(prefix, program, library);
            }
        }

        return null;
    }

    /// <summary>The names by which a virtual environment starts the interpreter.</summary>
    /// <param name="files">Its files.</param>
    public static HashSet<string> Links(IEnumerable<PackFile> files)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            if (file.Directory == "bin" && IsInterpreterName(RelativePath.NameOf(file.Path)))
                names.Add(file.Path);
        }

        return names;
    }

    /// <returns>The files of the environment with those of the installation, as one installation.</returns>
    /// <param name="files">Files of the virtual environment.</param>
    /// <param name="warnings">Receives a sentence about what the interpreter needs besides.</param>
    /// <param name="cancellation">Ends the listing.</param>
    public List<PackFile> MergeInto(IReadOnlyList<PackFile> files, List<string> warnings, CancellationToken cancellation)
    {
        var merged = new SortedDictionary<string, PackFile>(StringComparer.Ordinal);
        var program = $"bin/{Name}";
        var names = Links(files);
        foreach (var file in files)
        {
            if (names.Contains(file.Path))
                merged[file.Path] = Link(file.Path, Name, file.Modified);
            else if (file.Path != VenvConfiguration.FileName)
                merged[file.Path] = file;
        }

        var installation = new InstalledPrefix(Prefix);
        // A file of the system names the system's directories and not a place of its own.
        var installedIn = Prefix == "/usr" ? null : installation;
        merged[program] = (CopiedFile.Of(program, Program) ?? throw new FileNotFoundException($"The interpreter '{Program}' is gone")) with { InstalledIn = installedIn };
        foreach (var file in StandardLibrary(cancellation))
        {
            var path = $"lib/{Name}/{file.Path}";
            merged.TryAdd(path, CopiedFile.Moved(path, file) with { InstalledIn = NamesItsPlace(path) ? installedIn : null });
        }

        if (Prefix != "/usr")
            AddLibraries(merged, installation, cancellation);
        WarnOfSystemLibraries(merged.Values, warnings);
        // Debian's Python looks for packages in a directory of its own.
        if (ReadableFile.Text(Path.Combine(Library, "site.py")).Contains("dist-packages", StringComparison.Ordinal))
            merged.TryAdd("lib/python3/dist-packages", Link("lib/python3/dist-packages", $"../{Name}/site-packages", merged[program].Modified));
        return [.. merged.Values];
    }

    private IEnumerable<PackFile> StandardLibrary(CancellationToken cancellation)
    {
        static bool IsIgnored(string name) => NotPacked.Contains(name) || name.StartsWith("config-", StringComparison.Ordinal);
        foreach (var file in DirectoryWalk.List(Library, IsIgnored, cancellation).Files)
        {
            if (file.Path.Split('/').Any(Tests.Contains) || file.Path.Contains(".opt-", StringComparison.Ordinal) || file.Kind == PackFileKind.Directory)
                continue;
            if (file.Kind != PackFileKind.SymbolicLink || !LinkRelocation.LeadsOutside(file.LinkTarget, file.Directory))
                yield return file;
            else if (CopiedFile.Of(file.Path, $"{Library}/{file.Path}") is { } copy)
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
                if (merged.ContainsKey(path) || CopiedFile.Of(path, Path.Combine(Prefix, "lib", name)) is not { } library)
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
            if (file.Source == Program || file.Source.StartsWith($"{Library}/lib-dynload/", StringComparison.Ordinal))
                needed.UnionWith(ElfNeeded.ReadFile(file.Source));
        }

        needed.RemoveWhere(name => packed.Contains(name) || SystemLibraries.ComeWithGlibc(name));
        if (needed.Count > 0)
            warnings.Add($"Modules of the interpreter '{Program}' load libraries of the system, which have to be installed wherever these modules are used: {string.Join(", ", needed)}");
    }

    private static bool NamesItsPlace(string path) =>
        path.EndsWith(".so", StringComparison.Ordinal) || PythonSysconfig.Owns(RelativePath.NameOf(path));

    private static (string Prefix, string Library)? LibraryOf(string program, string name)
    {
        for (var prefix = Path.GetDirectoryName(program); prefix != null; prefix = Path.GetDirectoryName(prefix))
        {
            foreach (var directory in (string[])["lib", "lib64"])
            {
                var library = Path.Combine(prefix, directory, name);
                if (File.Exists(Path.Combine(library, "os.py")))
                    return (prefix, library);
            }
        }

        return null;
    }

    private static bool IsInterpreterName(string name) =>
        name.StartsWith("python", StringComparison.Ordinal) && name.AsSpan("python".Length).TrimEnd('t').TrimStart("0123456789.").IsEmpty;

    private static PackFile Link(string path, string target, long modified) => new()
    {
        Path = path, Kind = PackFileKind.SymbolicLink, Mode = 0b111_111_111, Modified = modified, LinkTarget = target,
    };
}
