using System.Runtime.ExceptionServices;

namespace Skein.Hadoop.FileSystems;

/// <summary>A file that is complete in the end or not there: after a failure nothing but its removal is left.</summary>
/// <param name="name">What errors call the file.</param>
internal abstract class TransactionalWriteStream(string name) : FileWriteStream
{
    private Exception? _fault;
    private bool _ended;

    /// <summary>What errors call the file.</summary>
    protected string Name { get; } = name;

    public sealed override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ThrowIfUnusable();
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            await AppendAsync(buffer, cancellationToken);
        }
        catch (Exception e)
        {
            _fault = e;
            throw;
        }
    }

    public sealed override async Task HflushAsync(CancellationToken cancellation)
    {
        ThrowIfUnusable();
        try
        {
            await ShowAsync(cancellation);
        }
        catch (Exception e)
        {
            _fault = e;
            throw;
        }
    }

    public sealed override async Task AbortAsync(CancellationToken cancellation)
    {
        if (_ended)
            return;
        _ended = true;
        try
        {
            await RemoveAsync(cancellation);
        }
        finally
        {
            await ReleaseAsync();
        }
    }

    public sealed override async ValueTask DisposeAsync()
    {
        if (_ended)
            return;
        if (_fault is null)
        {
            try
            {
                await CompleteAsync();
                _ended = true;
                await ReleaseAsync();
                return;
            }
            catch (Exception e)
            {
                _fault = e;
            }
        }

        try
        {
            await AbortAsync(CancellationToken.None);
        }
        catch (IOException)
        {
            // The first fault is what the caller needs to know.
        }

        ExceptionDispatchInfo.Throw(_fault);
    }

    /// <summary>Writes some bytes behind those before.</summary>
    protected abstract ValueTask AppendAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellation);

    /// <summary>Makes everything written so far visible to readers, where a file can be seen before it is complete.</summary>
    protected abstract Task ShowAsync(CancellationToken cancellation);

    /// <summary>Makes the file what it is meant to be. If that fails the file is removed.</summary>
    protected abstract Task CompleteAsync();

    /// <summary>Leaves nothing of the file.</summary>
    protected abstract Task RemoveAsync(CancellationToken cancellation);

    /// <summary>Gives back what was held for the file; called once, when it is complete or removed.</summary>
    protected virtual ValueTask ReleaseAsync() => ValueTask.CompletedTask;

    private void ThrowIfUnusable()
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        if (_fault is not null)
            throw new IOException($"{Name}: an earlier write has failed: {_fault.Message}", _fault);
    }
}
