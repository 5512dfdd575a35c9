namespace Skein.Packer.Environments;

/// <summary>Python's package directory of an environment: <c>lib/pythonX.Y/site-packages</c>.</summary>
internal static class SitePackages
{
    private static readonly EnumerationOptions Readable = new() { IgnoreInaccessible = true, AttributesToSkip = 0 };

    /// <summary>The directories an environment has, below it, in the order of their names. One, unless other versions of Python left theirs.</summary>
    /// <param name="root">The environment.</param>
    public static List<string> Find(string root)
    {
        var library = Path.Combine(root, "lib");
        var found = new List<string>();
        if (!Directory.Exists(library))
            return found;
        foreach (var pattern in (string[])["python*", "pypy*"])
        {
            foreach (var directory in Directory.GetDirectories(library, pattern, Readable))
            {
                if (Directory.Exists(Path.Combine(directory, "site-packages")))
                    found.Add($"lib/{Path.GetFileName(directory)}/site-packages");
            }
        }

        found.Sort(StringComparer.Ordinal);
        return found;
    }
}
