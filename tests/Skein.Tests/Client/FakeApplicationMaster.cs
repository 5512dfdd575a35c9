using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Channels;
using Google.Protobuf;
using Skein.Client;
using Skein.Grpc;
using Skein.Protocol;
using Skein.Security;

namespace Skein.Tests.Client;

/// <summary>An application master that records what it is asked, and keeps keys in the simplest possible way.</summary>
internal sealed class FakeApplicationMaster : IAsyncDisposable
{
    /// <summary>The pair of every fake.</summary>
    public static CertificatePair Pair { get; } = CertificatePair.Generate();

    private static readonly X509Certificate2 Certificate = Pair.ToCertificate();

    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, KeyValue> _keys = new(StringComparer.Ordinal);
    private readonly List<Channel<WatchResponse>> _watchers = [];
    private long _revision;
    private GrpcServer _server = null!;

    public ConcurrentQueue<IMessage> Requests { get; } = new();

    /// <summary>What the next listing of containers answers.</summary>
    public ContainersResponse Containers { get; } = new();

    /// <summary>What the next transaction answers.</summary>
    public TransactionResponse Transaction { get; } = new();

    /// <summary>Pages that were added, and what the next question for the web interface answers.</summary>
    public GetProxiesResponse Pages { get; } = new();

    public UIInfoResponse WebInterface { get; } = new();

    /// <summary>Runs when a watch was asked for and is not there yet.</summary>
    public Action BeforeWatch { get; set; } = static () => { };

    /// <summary>Fires when a watch has been announced to its client.</summary>
    public TaskCompletionSource Watching { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Fires when keys have been read.</summary>
    public TaskCompletionSource Reading { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whether watches end cleanly at once, as those of older application masters may.</summary>
    public bool EndsWatches { get; set; }

    public static async Task<FakeApplicationMaster> StartAsync()
    {
        var master = new FakeApplicationMaster();
        var routes = new GrpcRoutes()
            .MapUnary(ApplicationMasterMethods.GetContainers, (request, _) => master.Answer(request, master.Containers))
            .MapUnary(ApplicationMasterMethods.Scale, (request, _) => master.Answer(request, master.Containers))
            .MapUnary(ApplicationMasterMethods.AddContainer, (request, _) => master.Answer(request, new Container { ServiceName = request.ServiceName }))
            .MapUnary(ApplicationMasterMethods.KillContainer, (request, _) => master.Answer(request, new Empty()))
            .MapUnary(ApplicationMasterMethods.GetApplicationSpec, (request, _) => master.Answer(request, new ApplicationSpec { Name = "fruit" }))
            .MapUnary(ApplicationMasterMethods.SetProgress, (request, _) => master.Answer(request, new Empty()))
            .MapUnary(ApplicationMasterMethods.Shutdown, (request, _) => master.Answer(request, new Empty()))
            .MapUnary(ApplicationMasterMethods.PutKey, (request, _) => master.Answer(request, master.Put(request)))
            .MapUnary(ApplicationMasterMethods.GetRange, (request, _) => master.Answer(request, master.Get(request)))
            .MapUnary(ApplicationMasterMethods.DeleteRange, (request, _) => master.Answer(request, master.Delete(request)))
            .MapUnary(ApplicationMasterMethods.Transaction, (request, _) => master.Answer(request, master.Transaction))
            .MapUnary(ApplicationMasterMethods.AddProxy, (request, _) => master.Answer(request, new Empty()))
            .MapUnary(ApplicationMasterMethods.RemoveProxy, (request, _) => master.Answer(request, new Empty()))
            .MapUnary(ApplicationMasterMethods.GetProxies, (request, _) => master.Answer(request, master.Pages))
            .MapUnary(ApplicationMasterMethods.UiInfo, (request, _) => master.Answer(request, master.WebInterface))
            .MapDuplex(ApplicationMasterMethods.Watch, master.WatchAsync);
        master._server = await GrpcServer.StartAsync(
            new GrpcServerOptions { Certificate = Certificate, Address = IPAddress.Loopback }, routes, TestContext.Current.CancellationToken);
        return master;
    }

    public int Port => _server.Port;

    public ApplicationClient Connect() => Connect(_server.Port);

    /// <summary>A client that comes by another port, which leads here.</summary>
    public static ApplicationClient Connect(int port) => new(Certificate, "127.0.0.1", port);

    public Task StopAsync() => _server.StopAsync(TestContext.Current.CancellationToken);

    public PutKeyResponse Put(PutKeyRequest request)
    {
        var item = new KeyValue { Key = request.Key, Value = request.Value, Owner = request.Owner };
        lock (_gate)
        {
            var previous = _keys.GetValueOrDefault(request.Key);
            _keys[request.Key] = item;
            _revision++;
            Announce(new WatchResponse { Type = WatchResponse.Types.Type.Put, Event = { item } });
            return new PutKeyResponse { Previous = request.ReturnPrevious ? previous : null, Revision = _revision };
        }
    }

    /// <summary>Sends an event to every watch, whatever its range.</summary>
    public void Announce(WatchResponse change)
    {
        lock (_gate)
        {
            change.Revision = _revision;
            foreach (var watcher in _watchers)
                watcher.Writer.TryWrite(change);
        }
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private Task<TResponse> Answer<TResponse>(IMessage request, TResponse response)
    {
        Requests.Enqueue(request);
        return Task.FromResult(response);
    }

    private List<KeyValue> Find(string start, string end)
    {
        lock (_gate)
        {
            return [.. _keys.Values.Where(item =>
                string.CompareOrdinal(item.Key, start) >= 0 && (end.Length == 0 || string.CompareOrdinal(item.Key, end) < 0))];
        }
    }

    private GetRangeResponse Get(GetRangeRequest request)
    {
        var found = Find(request.Start, request.End);
        Reading.TrySetResult();
        return new GetRangeResponse { Count = found.Count, Result = { found }, Revision = _revision };
    }

    private DeleteRangeResponse Delete(DeleteRangeRequest request)
    {
        var found = Find(request.Start, request.End);
        lock (_gate)
            found.ForEach(item => _keys.Remove(item.Key));
        return new DeleteRangeResponse { Count = found.Count, Result = { found }, Revision = ++_revision };
    }

    private async Task WatchAsync(IAsyncEnumerable<WatchRequest> requests, GrpcResponseWriter<WatchResponse> responses, GrpcServerCall call)
    {
        await foreach (var request in requests.WithCancellation(call.Cancellation))
        {
            Requests.Enqueue(request);
            if (EndsWatches)
                return;
            BeforeWatch();
            var changes = Channel.CreateUnbounded<WatchResponse>();
            lock (_gate)
                _watchers.Add(changes);
            await responses.WriteAsync(new WatchResponse { Type = WatchResponse.Types.Type.Create, WatchId = 7, Revision = _revision });
            Watching.TrySetResult();
            await foreach (var change in changes.Reader.ReadAllAsync(call.Cancellation))
                await responses.WriteAsync(change);
        }
    }
}
