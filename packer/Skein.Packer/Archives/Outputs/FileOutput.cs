namespace Skein.Packer.Archives.Outputs;

/// <summary>A file that appears under its name only when it is complete.</summary>
internal sealed class FileOutput : ArchiveOutput
{
    private readonly string _temporary;
    private readonly string _path;
    private readonly bool _overwrite;
    private bool _committed;

    private FileOutput(string path, string temporary, FileStream stream, bool overwrite)
    {
        _path = path;
        _temporary = temporary;
        _overwrite = overwrite;
        Stream = stream;
    }

    public FileStream Stream { get; }

    /// <param name="path">Absolute path of the file.</param>
    /// <param name="force">Whether an existing file is replaced and a missing directory made.</param>
    public static FileOutput Create(string path, bool force)
    {
        if (force)
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = TemporaryBeside(path);
        // The mode is what the umask leaves of 0666, so that the archive can be read by whom it is meant for.
        var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        return new FileOutput(path, temporary, stream, force);
    }

    /// <inheritdoc/>
    /// <remarks>It is not forced to the disk: an archive lost with the machine is packed again.</remarks>
    public override async Task CommitAsync(CancellationToken cancellation)
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

    public override async ValueTask DisposeAsync()
    {
        await Stream.DisposeAsync();
        if (!_committed)
            File.Delete(_temporary);
    }
}
