namespace Skein.Packer.Archives;

/// <summary>
/// A file that appears under its name only when it is complete. Until <see cref="CommitAsync"/> it has a temporary name beside it, which
/// <see cref="DisposeAsync"/> removes.
/// </summary>
internal sealed class ArchiveOutput : IAsyncDisposable
{
    private readonly string _temporary;
    private readonly string _path;
    private readonly bool _overwrite;
    private bool _committed;

    private ArchiveOutput(string path, string temporary, FileStream stream, bool overwrite)
    {
        _path = path;
        _temporary = temporary;
        _overwrite = overwrite;
        Stream = stream;
    }

    public FileStream Stream { get; }

    /// <param name="path">Absolute path of the file.</param>
    /// <param name="force">Whether an existing file is replaced and a missing directory made.</param>
    public static ArchiveOutput Create(string path, bool force)
    {
        var directory = Path.GetDirectoryName(path)!;
        if (force)
            Directory.CreateDirectory(directory);
        // Beside the output, so that the last step is a rename; no name of its own is taken from it, as it might be the longest allowed.
        var temporary = Path.Combine(directory, $".skein-pack-{Guid.NewGuid():N}.part");
        // The mode is what the umask leaves of 0666, so that the archive can be read by whom it is meant for.
        var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        return new ArchiveOutput(path, temporary, stream, force);
    }

    /// <summary>Gives the file its name. It is not forced to the disk: an archive lost with the machine is packed again.</summary>
    /// <exception cref="PackException">Someone else created the output meanwhile.</exception>
    public async Task CommitAsync()
    {
        await Stream.DisposeAsync();
        try
        {
            File.Move(_temporary, _path, _overwrite);
        }
        catch (IOException e) when (!_overwrite && File.Exists(_path))
        {
            throw new PackException($"The output '{_path}' was created by someone else while packing; choose another, or replace it with --force", e);
        }

        _committed = true;
    }

    public async ValueTask DisposeAsync()
    {
        await Stream.DisposeAsync();
        if (!_committed)
            File.Delete(_temporary);
    }
}
