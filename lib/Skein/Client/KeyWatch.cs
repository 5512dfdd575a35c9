using Skein.Grpc;
using Skein.Protocol;

namespace Skein.Client;

/// <summary>
/// A watch of a range of keys that the application master has confirmed: every change after <see cref="Revision"/> comes, once and in
/// order. Its events can be read once; disposing ends it.
/// </summary>
/// <remarks>Events that are not read wait at the application master, 16 MiB of changes at most; then it ends the watch.</remarks>
public sealed class KeyWatch : IAsyncEnumerable<KeyEvent>, IAsyncDisposable
{
    private readonly CancellationTokenSource _end;
    private readonly GrpcDuplexCall<WatchRequest, WatchResponse> _call;
    private readonly IAsyncEnumerator<WatchResponse> _responses;
    private int _isRead;
    private int _isDisposed;

    private KeyWatch(GrpcChannel channel, CancellationToken cancellation)
    {
        _end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        _call = channel.OpenDuplex(ApplicationMasterMethods.Watch, _end.Token);
        _responses = _call.ReadAllAsync(_end.Token).GetAsyncEnumerator(CancellationToken.None);
    }

    /// <summary>The last revision before the watch; 0 from an application master that has no revisions.</summary>
    public long Revision { get; private set; }

    internal static async Task<KeyWatch> OpenAsync(GrpcChannel channel, WatchCreateRequest create, CancellationToken cancellation)
    {
        var watch = new KeyWatch(channel, cancellation);
        try
        {
            await watch._call.WriteAsync(new WatchRequest { Create = create }, cancellation);
            // The confirmation comes before any event.
            watch.Revision = await watch._responses.MoveNextAsync() ? watch._responses.Current.Revision : throw Closed();
            return watch;
        }
        catch
        {
            await watch.DisposeAsync();
            cancellation.ThrowIfCancellationRequested();
            throw;
        }
    }

    /// <summary>The changes, without end.</summary>
    /// <param name="cancellationToken">Ends the watch.</param>
    /// <exception cref="GrpcException">
    /// UNAVAILABLE: the application ended. RESOURCE_EXHAUSTED: the events were read too slowly.
    /// </exception>
    /// <exception cref="InvalidOperationException">The events are being read already, or were read.</exception>
    /// <exception cref="ObjectDisposedException">The watch was disposed.</exception>
    public async IAsyncEnumerator<KeyEvent> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        if (Interlocked.Exchange(ref _isRead, 1) != 0)
            throw new InvalidOperationException("The events of a watch are read once; open another watch");
        // A read that is given up may leave half a message behind, so the whole call ends.
        using var ending = cancellationToken.UnsafeRegister(static watch => ((KeyWatch)watch!).End(), this);
        try
        {
            while (await MoveNextAsync(cancellationToken))
            {
                var response = _responses.Current;
                if (KindOf(response.Type) is not { } kind)
                    continue;
                foreach (var item in response.Event)
                    yield return new KeyEvent(kind, KeyEntry.Of(item), response.Revision);
            }
        }
        finally
        {
            await _responses.DisposeAsync();
        }

        throw Closed();
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
            return;
        await _call.DisposeAsync();
        if (Interlocked.Exchange(ref _isRead, 1) == 0)
            await _responses.DisposeAsync();
        _end.Dispose();
    }

    private void End()
    {
        try
        {
            _end.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // Whoever disposed the watch has ended it.
        }
    }

    private async ValueTask<bool> MoveNextAsync(CancellationToken cancellation)
    {
        try
        {
            return await _responses.MoveNextAsync();
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellation);
        }
    }

    private static KeyEventKind? KindOf(WatchResponse.Types.Type type) => type switch
    {
        WatchResponse.Types.Type.Put => KeyEventKind.Put,
        WatchResponse.Types.Type.Delete => KeyEventKind.Delete,
        _ => null,
    };

    private static GrpcException Closed() => new(GrpcStatusCode.Unavailable, "The application master closed the watch");
}
