using System.Net;
using Google.Protobuf;
using Skein.ApplicationMaster.Tests.Support;
using Skein.Grpc;
using Skein.Protocol;

namespace Skein.ApplicationMaster.Tests.Api;

/// <summary>A client with the right certificate and the worst of manners; goes on until it is stopped.</summary>
internal sealed class HostileClient(ServedApplication application, CancellationToken stop)
{
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes once it does harm.</summary>
    public Task Begun => _begun.Task;

    /// <summary>Asks for as much as it can, all the time.</summary>
    public Task FloodAsync()
    {
        var channel = application.Connect();
        return Task.WhenAll(Enumerable.Range(0, 64).Select(i => RepeatAsync(async () =>
        {
            if (i % 2 == 0)
                await channel.CallAsync(ApplicationMasterMethods.GetContainers, new ContainersRequest(), null, stop);
            else
                await channel.CallAsync(ApplicationMasterMethods.PutKey, Put("flood", 64 * 1024), null, stop);
        })));
    }

    /// <summary>Begins requests that it never ends and watches that it never reads.</summary>
    public async Task StallAsync()
    {
        var channel = application.Connect();
        await using var watch = channel.OpenDuplex(ApplicationMasterMethods.Watch, stop);
        await watch.WriteAsync(new WatchRequest { Create = new WatchCreateRequest() }, stop);
        using var http = ServedApplication.ConnectRaw();
        using var content = new StalledContent();
        using var request = application.RawRequest("/skein.AppMaster/PutKey", content);
        var stalled = http.SendAsync(request, stop);
        // What the watch is told of fills every buffer on the way to it.
        await RepeatAsync(() => channel.CallAsync(ApplicationMasterMethods.PutKey, Put("stall", 256 * 1024), null, stop));
        await stalled;
    }

    /// <summary>Sends bytes that mean nothing.</summary>
    public async Task SendGarbageAsync()
    {
        var random = new Random(5);
        using var http = ServedApplication.ConnectRaw();
        await RepeatAsync(async () =>
        {
            var bytes = new byte[random.Next(200)];
            random.NextBytes(bytes);
            using var request = application.RawRequest("/skein.AppMaster/" + (random.Next(2) == 0 ? "Transaction" : "Watch"), new ByteArrayContent(bytes));
            using var response = await http.SendAsync(request, stop);
            await response.Content.CopyToAsync(Stream.Null, stop);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        });
    }

    /// <summary>Is gone in the middle of a call, again and again.</summary>
    public Task VanishAsync() => RepeatAsync(async () =>
    {
        using var channel = application.Connect();
        await using var watch = channel.OpenDuplex(ApplicationMasterMethods.Watch, stop);
        await watch.WriteAsync(new WatchRequest { Create = new WatchCreateRequest() }, stop);
        Task put = channel.CallAsync(ApplicationMasterMethods.PutKey, Put("vanish", 64 * 1024), null, stop);
        channel.Dispose();
        // It may have been quick enough.
        await put.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    });

    private async Task RepeatAsync(Func<Task> harm)
    {
        try
        {
            while (true)
            {
                await harm();
                _begun.TrySetResult();
                stop.ThrowIfCancellationRequested();
            }
        }
        catch (Exception error)
        {
            _begun.TrySetException(error);
            throw;
        }
    }

    private static PutKeyRequest Put(string key, int size) => new() { Key = key, Value = ByteString.CopyFrom(new byte[size]) };

    // Announces a message, sends half of it and no more.
    private sealed class StalledContent : HttpContent
    {
        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellation)
        {
            await stream.WriteAsync(Convert.FromHexString("0000000100" + "0A"), cancellation);
            await stream.FlushAsync(cancellation);
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
        }
    }
}
