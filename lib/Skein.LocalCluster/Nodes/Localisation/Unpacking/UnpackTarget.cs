namespace Skein.LocalCluster.Nodes.Localisation.Unpacking;

/// <summary>A new directory that an archive is unpacked into. Nothing of an archive lands outside of it.</summary>
/// <remarks>
/// Names with <c>..</c> are refused. Links may point anywhere, as in any environment of Python that belongs to an interpreter elsewhere;
/// but they are made last, so that no entry is ever written through one.
/// </remarks>
internal sealed class UnpackTarget
{
    private readonly string _root;
    private readonly ResourceModes _modes;
    private readonly HashSet<string> _directories = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _links = new(StringComparer.Ordinal);

    /// <param name="root">Absolute path of a directory that does not exist yet.</param>
    /// <param name="modes">Permissions of what is unpacked.</param>
    public UnpackTarget(string root, ResourceModes modes)
    {
        _root = root;
        _modes = modes;
        MakeDirectory(root);
    }

    /// <summary>Bytes of all files.</summary>
    public long Length { get; private set; }

    /// <summary>Adds a directory and its missing parents.</summary>
    /// <exception cref="InvalidDataException">The name leads out of the archive.</exception>
    public void AddDirectory(string name) => MakeDirectory(Resolve(name));

    /// <summary>Adds a file; an earlier one of that name is replaced.</summary>
    /// <exception cref="InvalidDataException">The name leads out of the archive.</exception>
    public async Task AddFileAsync(string name, Stream? content, CancellationToken cancellation)
    {
        var path = Prepare(name);
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 0, UnixCreateMode = _modes.File,
        };
        await using var file = new FileStream(path, options);
        if (content is not null)
            await content.CopyToAsync(file, 128 * 1024, cancellation);
        // The process's umask may have taken some bits away.
        File.SetUnixFileMode(file.SafeFileHandle, _modes.File);
        Length += file.Length;
    }

    /// <summary>Adds a symbolic link.</summary>
    /// <exception cref="InvalidDataException">The name leads out of the archive, or the link nowhere.</exception>
    public void AddLink(string name, string target)
    {
        if (target.Length == 0 || target.Contains('\0', StringComparison.Ordinal))
            throw new InvalidDataException($"the archive's link '{name}' leads nowhere");
        _links[Prepare(name)] = target;
    }

    /// <summary>Adds what has another name already.</summary>
    /// <exception cref="InvalidDataException">One of the names leads out of the archive, or the other has not come before.</exception>
    public void AddCopy(string name, string existing)
    {
        var source = Resolve(existing);
        var path = Prepare(name);
        if (_links.TryGetValue(source, out var target))
        {
            _links[path] = target;
            return;
        }

        if (!File.Exists(source))
            throw new InvalidDataException($"the archive's entry '{name}' is a link to '{existing}', which has not come before it");
        File.Copy(source, path);
        Length += new FileInfo(path).Length;
    }

    /// <summary>Makes the links; the directory is complete afterwards.</summary>
    /// <exception cref="InvalidDataException">A link's place is taken by a directory.</exception>
    public void Complete()
    {
        foreach (var (path, target) in _links)
        {
            if (Directory.Exists(path))
                throw new InvalidDataException($"the archive holds '{Path.GetRelativePath(_root, path)}' as a link and as a directory");
            File.Delete(path);
            File.CreateSymbolicLink(path, target);
        }
    }

    private string Prepare(string name)
    {
        var path = Resolve(name);
        if (_directories.Contains(path))
            throw new InvalidDataException($"the archive holds '{name}' as a file and as a directory");
        MakeDirectory(Path.GetDirectoryName(path)!);
        File.Delete(path);
        _links.Remove(path);
        return path;
    }

    private string Resolve(string name)
    {
        var path = _root;
        foreach (var part in name.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == ".." || part.Contains('\0', StringComparison.Ordinal))
                throw new InvalidDataException($"the archive's entry '{name}' leads out of it");
            if (part != ".")
                path = $"{path}/{part}";
        }

        return path;
    }

    private void MakeDirectory(string path)
    {
        if (!_directories.Add(path))
            return;
        if (path != _root)
            MakeDirectory(Path.GetDirectoryName(path)!);
        if (File.Exists(path))
            throw new InvalidDataException($"the archive holds '{Path.GetRelativePath(_root, path)}' as a file and as a directory");
        Directory.CreateDirectory(path, _modes.Directory);
        File.SetUnixFileMode(path, _modes.Directory);
    }
}
