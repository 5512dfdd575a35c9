namespace Skein.Packer.Archives;

/// <summary>Where entries lie in the archive.</summary>
internal sealed class ArchiveLayout
{
    private readonly string _root;

    /// <param name="root">Directory inside the archive for everything; empty for the top.</param>
    /// <exception cref="PackException">The root climbs out of the archive.</exception>
    public ArchiveLayout(string root)
    {
        var trimmed = root.Trim('/');
        if (trimmed.Split('/').Any(static part => part is "." or ".."))
            throw new PackException($"The archive root '{root}' must be a plain path without '.' and '..'");
        _root = trimmed;
    }

    public string PathOf(string path) => _root.Length == 0 ? path : $"{_root}/{path}";
}
