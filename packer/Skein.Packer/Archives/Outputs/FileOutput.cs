using Microsoft.Win32.SafeHandles;

namespace Skein.Packer.Archives.Outputs;

/// <summary>A file that appears under its name only when it is complete.</summary>
internal sealed class FileOutput : ArchiveOutput
{
    private readonly string _temporary;
    private readonly string _path;
    private readonly bool _overwrite;
    private readonly SafeFileHandle _file;
    private bool _committed;

    private FileOutput(string path, string temporary, SafeFileHandle file, bool overwrite)
    {
        _path = path;
        _temporary = temporary;
        _overwrite = overwrite;
        _file = file;
        Stream = new FileStream(file, FileAccess.Write, bufferSize: 0);
    }

    public FileStream Stream { get; }

    /// <param name="path">Absolute path of the file.</param>
    /// <param name="force">Whether an existing file is replaced and a missing directory made.</param>
    public static FileOutput Create(string path, bool force)
    {
        if (force)
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        AbandonedOutputs.Remove(Path.GetDirectoryName(path)!);
        var temporary = TemporaryBeside(path);
        // The mode is what the umask leaves of 0666, so that the archive can be read by whom it is meant for.
        var file = File.OpenHandle(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        return new FileOutput(path, temporary, file, force);
    }

    /// <inheritdoc/>
    /// <remarks>
    /// It is not forced to the disk: that would add about a third to the time that packing with the cache takes, and an archive lost with
    /// the machine is packed again.
    /// </remarks>
    /// <exception cref="IOException">What was written did not all arrive.</exception>
    public override Task CommitAsync(CancellationToken cancellation)
    {
        CheckedClose.Close(_file, _temporary);
        try
        {
            File.Move(_temporary, _path, _overwrite);
        }
        catch (IOException e) when (!_overwrite && File.Exists(_path))
        {
            throw new PackException($"The output '{_path}' was created by someone else while packing; choose another, or replace it with --force", e);
        }

        _committed = true;
        return Task.CompletedTask;
    }

    public override async ValueTask DisposeAsync()
    {
        await Stream.DisposeAsync();
        if (!_committed)
            File.Delete(_temporary);
    }
}
