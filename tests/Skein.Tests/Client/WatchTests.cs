using System.Text;
using Google.Protobuf;
using Skein.Client;
using Skein.Grpc;
using Skein.Protocol;

namespace Skein.Tests.Client;

public sealed class WatchTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Events_are_typed_and_carry_their_revision()
    {
        await using var master = await FakeApplicationMaster.StartAsync();
        using var client = master.Connect();
        var owner = new ContainerInstance { ServiceName = "a", Instance = 1 };
        await client.KeyValue.PutAsync("before", "0"u8.ToArray(), null, Cancellation);
        await using var watch = await client.KeyValue.OpenWatchAsync(KeyRange.WithPrefix("k"), null, 0, Cancellation);
        Assert.Equal(1, watch.Revision);
        await client.KeyValue.PutAsync("k1", "x"u8.ToArray(), owner, Cancellation);
        master.Announce(new WatchResponse
        {
            Type = WatchResponse.Types.Type.Delete, Event = { new KeyValue { Key = "k1" }, new KeyValue { Key = "k2" } },
        });
        Assert.Equal(
            [
                new KeyEvent(KeyEventKind.Put, new KeyEntry("k1", "x"u8.ToArray(), owner), 2),
                new KeyEvent(KeyEventKind.Delete, new KeyEntry("k1", default, null), 2),
                new KeyEvent(KeyEventKind.Delete, new KeyEntry("k2", default, null), 2),
            ],
            await TakeAsync(watch, 3));
        Assert.Contains(
            new WatchRequest { Create = new WatchCreateRequest { Start = "k", End = "l", EventType = WatchCreateRequest.Types.Type.All } },
            master.Requests);
    }

    [Theory]
    [InlineData(KeyEventKind.Put, WatchCreateRequest.Types.Type.Put)]
    [InlineData(KeyEventKind.Delete, WatchCreateRequest.Types.Type.Delete)]
    public async Task Kind_and_first_revision_are_asked_for(KeyEventKind kind, WatchCreateRequest.Types.Type sent)
    {
        await using var master = await FakeApplicationMaster.StartAsync();
        using var client = master.Connect();
        await using var watch = await client.KeyValue.OpenWatchAsync(KeyRange.All, kind, 17, Cancellation);
        Assert.Equal([new WatchRequest { Create = new WatchCreateRequest { EventType = sent, StartRevision = 17 } }], master.Requests);
    }

    [Fact]
    public async Task The_end_of_the_application_ends_a_watch_with_its_reason()
    {
        await using var master = await FakeApplicationMaster.StartAsync();
        using var client = master.Connect();
        await using var watch = await client.KeyValue.OpenWatchAsync(KeyRange.All, null, 0, Cancellation);
        var reading = TakeAsync(watch, 1);
        await master.StopAsync();
        Assert.Equal(GrpcStatusCode.Unavailable, (await Assert.ThrowsAsync<GrpcException>(() => reading)).Status);
    }

    [Fact]
    public async Task A_watch_that_is_refused_tells_why()
    {
        await using var master = await FakeApplicationMaster.StartAsync();
        using var client = master.Connect();
        master.BeforeWatch = () => throw new GrpcException(GrpcStatusCode.OutOfRange, "gone");
        var e = await Assert.ThrowsAsync<GrpcException>(() => client.KeyValue.OpenWatchAsync(KeyRange.All, null, 1, Cancellation));
        Assert.Equal((GrpcStatusCode.OutOfRange, "gone"), (e.Status, e.Message));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => client.KeyValue.OpenWatchAsync(KeyRange.All, null, -1, Cancellation));
    }

    [Fact]
    public async Task Cancelling_ends_the_reading_of_events()
    {
        await using var master = await FakeApplicationMaster.StartAsync();
        using var client = master.Connect();
        using var cancel = new CancellationTokenSource();
        await using var events = client.KeyValue.WatchAsync(KeyRange.All, cancel.Token).GetAsyncEnumerator(Cancellation);
        var next = events.MoveNextAsync();
        await master.Watching.Task.WaitAsync(Cancellation);
        master.Put(new PutKeyRequest { Key = "k", Value = ByteString.CopyFrom("x", Encoding.UTF8) });
        Assert.True(await next);
        next = events.MoveNextAsync();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await next);
    }

    [Fact]
    public async Task Disposing_a_watch_ends_the_reading_of_its_events()
    {
        await using var master = await FakeApplicationMaster.StartAsync();
        using var client = master.Connect();
        var watch = await client.KeyValue.OpenWatchAsync(KeyRange.All, null, 0, Cancellation);
        var reading = TakeAsync(watch, 1);
        await watch.DisposeAsync();
        await watch.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => reading);
    }

    [Fact]
    public async Task Events_are_read_once()
    {
        await using var master = await FakeApplicationMaster.StartAsync();
        using var client = master.Connect();
        await using var watch = await client.KeyValue.OpenWatchAsync(KeyRange.All, null, 0, Cancellation);
        await client.KeyValue.PutAsync("k", default, null, Cancellation);
        Assert.Single(await TakeAsync(watch, 1));
        await Assert.ThrowsAsync<InvalidOperationException>(() => TakeAsync(watch, 1));
    }

    private static async Task<List<KeyEvent>> TakeAsync(KeyWatch watch, int count)
    {
        var taken = new List<KeyEvent>();
        await foreach (var change in watch.WithCancellation(Cancellation))
        {
            taken.Add(change);
            if (taken.Count == count)
                break;
        }

        return taken;
    }
}
