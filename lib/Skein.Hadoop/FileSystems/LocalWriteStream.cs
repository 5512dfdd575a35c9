namespace Skein.Hadoop.FileSystems;

/// <summary>A local file being written under a temporary name beside the final one, which it gets when it is complete.</summary>
internal sealed class LocalWriteStream : FileWriteStream
{
    private readonly string _path;
    private readonly string _temporary;
    private readonly FileCreation _options;
    private readonly FileStream _file;
    private Exception? _fault;
    private bool _ended;

    private LocalWriteStream(string path, string temporary, FileCreation options, FileStream file)
    {
        _path = path;
        _temporary = temporary;
        _options = options;
        _file = file;
    }

    public override long Position
    {
        get => _file.Position;
        set => throw new NotSupportedException();
    }

    /// <summary>Opens the temporary file; nobody but the user can read it yet.</summary>
    public static LocalWriteStream Create(string path, FileCreation options)
    {
        var temporary = HadoopPath.Join(HadoopPath.Parent(path), $".{HadoopPath.Name(path)}.{Guid.NewGuid():N}.part");
        var open = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.None,
            Options = FileOptions.Asynchronous,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        return new LocalWriteStream(path, temporary, options, new FileStream(temporary, open));
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ThrowIfUnusable();
        try
        {
            await _file.WriteAsync(buffer, cancellationToken);
        }
        catch (Exception e)
        {
            _fault = LocalErrors.IsOfSystem(e) ? LocalErrors.Translate(_path, e) : e;
            throw _fault;
        }
    }

    public override async Task HflushAsync(CancellationToken cancellation)
    {
        ThrowIfUnusable();
        await _file.FlushAsync(cancellation);
    }

    public override async Task AbortAsync(CancellationToken cancellation)
    {
        if (_ended)
            return;
        _ended = true;
        await _file.DisposeAsync();
        File.Delete(_temporary);
    }

    public override async ValueTask DisposeAsync()
    {
        if (_ended)
            return;
        try
        {
            if (_fault is not null)
                throw new IOException($"{_path}: an earlier write has failed: {_fault.Message}", _fault);
            await CompleteAsync();
        }
        catch (Exception e)
        {
            await AbortAsync(CancellationToken.None);
            if (LocalErrors.IsOfSystem(e) && e.InnerException is null)
                throw LocalErrors.Translate(_path, e);
            throw;
        }
    }

    private async Task CompleteAsync()
    {
        await _file.FlushAsync();
        _file.Flush(flushToDisk: true);
        await _file.DisposeAsync();
        File.SetUnixFileMode(_temporary, (UnixFileMode)_options.Permission);
        if (!_options.Overwrite && File.Exists(_path))
            throw new FileSystemException(FileSystemFault.AlreadyExists, _path, "exists already");
        File.Move(_temporary, _path, _options.Overwrite);
        _ended = true;
    }

    private void ThrowIfUnusable()
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        if (_fault is not null)
            throw new IOException($"{_path}: an earlier write has failed: {_fault.Message}", _fault);
    }
}
