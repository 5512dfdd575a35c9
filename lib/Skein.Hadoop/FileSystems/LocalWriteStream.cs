namespace Skein.Hadoop.FileSystems;

/// <summary>A local file being written under a temporary name beside the final one, which it gets when it is complete.</summary>
internal sealed class LocalWriteStream : TransactionalWriteStream
{
    private readonly string _temporary;
    private readonly FileCreation _options;
    private readonly FileStream _file;

    private LocalWriteStream(string path, string temporary, FileCreation options, FileStream file)
        : base(path)
    {
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

    protected override async ValueTask AppendAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellation)
    {
        try
        {
            await _file.WriteAsync(buffer, cancellation);
        }
        catch (Exception e) when (LocalErrors.IsOfSystem(e))
        {
            throw LocalErrors.Translate(Name, e);
        }
    }

    protected override Task ShowAsync(CancellationToken cancellation) => _file.FlushAsync(cancellation);

    protected override async Task CompleteAsync()
    {
        try
        {
            await _file.FlushAsync();
            _file.Flush(flushToDisk: true);
            await _file.DisposeAsync();
            File.SetUnixFileMode(_temporary, (UnixFileMode)_options.Permission);
            if (!_options.Overwrite && File.Exists(Name))
                throw new FileSystemException(FileSystemFault.AlreadyExists, Name, "exists already");
            File.Move(_temporary, Name, _options.Overwrite);
        }
        catch (Exception e) when (LocalErrors.IsOfSystem(e))
        {
            throw LocalErrors.Translate(Name, e);
        }
    }

    protected override async Task RemoveAsync(CancellationToken cancellation)
    {
        try
        {
            // On a full disk what is still buffered can not be written.
            await _file.DisposeAsync();
        }
        finally
        {
            File.Delete(_temporary);
        }
    }
}
