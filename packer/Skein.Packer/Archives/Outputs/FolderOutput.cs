namespace Skein.Packer.Archives.Outputs;

/// <summary>A directory that appears under its name only when it is complete.</summary>
internal sealed class FolderOutput : ArchiveOutput
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly string _path;
    private readonly bool _overwrite;
    private readonly UnixFileMode _mode;
    private bool _committed;

    private FolderOutput(string path, string temporary, bool overwrite)
    {
        _path = path;
        _overwrite = overwrite;
        Temporary = temporary;
        // Files get their modes once they are written; until then nobody else reads what is not meant for them.
        _mode = File.GetUnixFileMode(temporary);
        File.SetUnixFileMode(temporary, Owner);
    }

    /// <summary>Absolute path of the directory until it is committed.</summary>
    public string Temporary { get; }

    /// <param name="path">Absolute path of the directory.</param>
    /// <param name="force">Whether an existing directory is replaced and a missing parent made.</param>
    public static FolderOutput Create(string path, bool force)
    {
        var temporary = TemporaryBeside(path);
        if (force)
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        Directory.CreateDirectory(temporary);
        return new FolderOutput(path, temporary, force);
    }

    public override async Task CommitAsync(CancellationToken cancellation)
    {
        File.SetUnixFileMode(Temporary, _mode);
        var replaced = _overwrite && Path.Exists(_path) ? TemporaryBeside(_path) : null;
        if (replaced != null)
            Directory.Move(_path, replaced);
        else if (Path.Exists(_path))
            throw new PackException($"The output '{_path}' was created by someone else while packing; choose another, or replace it with --force");
        try
        {
            Directory.Move(Temporary, _path);
        }
        catch when (replaced != null)
        {
            Directory.Move(replaced, _path);
            throw;
        }

        _committed = true;
        if (replaced != null)
            await Task.Run(() => Delete(replaced), CancellationToken.None);
    }

    public override async ValueTask DisposeAsync()
    {
        if (!_committed)
            await Task.Run(() => Delete(Temporary));
    }

    // Directories that nobody may write in have to allow it for a moment. What a link leads to stays as it is.
    private static void Delete(string directory)
    {
        if (new DirectoryInfo(directory).LinkTarget != null)
        {
            File.Delete(directory);
            return;
        }

        var pending = new Stack<string>([directory]);
        while (pending.TryPop(out var next))
        {
            File.SetUnixFileMode(next, File.GetUnixFileMode(next) | Owner);
            foreach (var below in new DirectoryInfo(next).EnumerateDirectories())
            {
                if (below.LinkTarget == null)
                    pending.Push(below.FullName);
            }
        }

        Directory.Delete(directory, recursive: true);
    }
}
