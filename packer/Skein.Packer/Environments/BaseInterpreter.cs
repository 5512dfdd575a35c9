using Skein.Packer.Inventory;
using Skein.Packer.Relocation;

namespace Skein.Packer.Environments;

/// <summary>The Python installation a virtual environment was made from.</summary>
/// <param name="Prefix">Directory of the installation.</param>
/// <param name="Program">The program itself, all links resolved.</param>
/// <param name="Library">Directory of the standard library.</param>
internal sealed record BaseInterpreter(string Prefix, string Program, string Library)
{
    /// <summary>What the installation calls its program and its library, such as <c>python3.11</c>.</summary>
    public string Name => Path.GetFileName(Library);

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
            if (file.IsIn("bin") && IsInterpreterName(RelativePath.NameOf(file.Path)))
                names.Add(file.Path);
        }

        return names;
    }

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
}
