using System.Threading.Channels;
using Skein.ApplicationMaster.KeyValue;
using Skein.Protocol;
using static Skein.ApplicationMaster.Tests.KeyValue.Messages;

namespace Skein.ApplicationMaster.Tests.KeyValue;

/// <summary>The client's side of one watch stream, without a network in between.</summary>
internal sealed class WatchClient
{
    private readonly Channel<WatchRequest> _requests = Channel.CreateUnbounded<WatchRequest>();
    private readonly Channel<WatchResponse> _responses = Channel.CreateUnbounded<WatchResponse>();
    private readonly SemaphoreSlim _taken = new(0);
    private volatile bool _reading = true;

    public WatchClient(KeyValueService service, CancellationToken cancellation = default) =>
        Stream = service.WatchAsync(_requests.Reader.ReadAllAsync(CancellationToken.None), SendAsync, cancellation);

    /// <summary>The server's side: done when it has ended the stream.</summary>
    public Task Stream { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Create(
        string start, string end, WatchCreateRequest.Types.Type type = WatchCreateRequest.Types.Type.All, long startRevision = 0) =>
        Send(new WatchRequest { Create = new WatchCreateRequest { Start = start, End = end, EventType = type, StartRevision = startRevision } });

    public void Cancel(int id) => Send(new WatchRequest { Cancel = new WatchCancelRequest { WatchId = id } });

    public void Send(WatchRequest request) => Assert.True(_requests.Writer.TryWrite(request));

    /// <summary>Closes the client's half.</summary>
    public void Complete() => _requests.Writer.Complete();

    /// <summary>Stops taking responses, so that the server is stuck in the next one it sends.</summary>
    public void StopReading() => _reading = false;

    /// <summary>Takes one response although reading has stopped.</summary>
    public void TakeOne() => _taken.Release();

    public void GoOnReading()
    {
        _reading = true;
        _taken.Release();
    }

    /// <summary>The next response in the form <c>PUT 3: a=1</c>.</summary>
    public async Task<string> ReadAsync() => Draw(await ReadMessageAsync());

    public async Task<WatchResponse> ReadMessageAsync() => await _responses.Reader.ReadAsync(Cancellation);

    private async ValueTask SendAsync(WatchResponse response)
    {
        if (!_reading)
            await _taken.WaitAsync(Cancellation);
        await _responses.Writer.WriteAsync(response, Cancellation);
    }
}
