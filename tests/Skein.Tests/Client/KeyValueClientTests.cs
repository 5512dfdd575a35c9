using Google.Protobuf;
using Skein.Client;
using Skein.Grpc;
using Skein.Protocol;

namespace Skein.Tests.Client;

public sealed class KeyValueClientTests
{
    private static readonly byte[] Value = [0, 1, 0xFF];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_key_is_there_from_put_to_delete()
    {
        await using var master = await FakeApplicationMaster.StartAsync();
        using var client = master.Connect();
        Assert.Null(await client.KeyValue.GetAsync("k", Cancellation));
        await client.KeyValue.PutAsync("k", Value, new ContainerInstance { ServiceName = "a", Instance = 2 }, Cancellation);
        await client.KeyValue.PutAsync("k2", Array.Empty<byte>(), null, Cancellation);
        Assert.Equal(Value, await client.KeyValue.GetAsync("k", Cancellation));
        Assert.Equal(Array.Empty<byte>(), await client.KeyValue.GetAsync("k2", Cancellation));
        Assert.Contains(
            new PutKeyRequest
            {
                Key = "k",
                Value = ByteString.CopyFrom(Value),
                Owner = new ContainerInstance { ServiceName = "a", Instance = 2 },
            },
            master.Requests);
        Assert.True(await client.KeyValue.DeleteAsync("k", Cancellation));
        Assert.False(await client.KeyValue.DeleteAsync("k", Cancellation));
        Assert.Equal(Array.Empty<byte>(), await client.KeyValue.GetAsync("k2", Cancellation));
    }

    [Fact]
    public async Task Ranges_are_read_with_values_owners_and_the_revision()
    {
        await using var master = await FakeApplicationMaster.StartAsync();
        using var client = master.Connect();
        var owner = new ContainerInstance { ServiceName = "a", Instance = 2 };
        Assert.Equal(1, await client.KeyValue.PutAsync("k1", Value, owner, Cancellation));
        Assert.Equal(2, await client.KeyValue.PutAsync("k2", "text"u8.ToArray(), null, Cancellation));
        Assert.Equal(3, await client.KeyValue.PutAsync("l", Value, null, Cancellation));
        var listing = await client.KeyValue.ListAsync(KeyRange.WithPrefix("k"), Cancellation);
        Assert.Equal(3, listing.Revision);
        Assert.Equal([new KeyEntry("k1", Value, owner), new KeyEntry("k2", "text"u8.ToArray(), null)], listing.Entries);
        Assert.Equal("text", listing.Entries[1].Text);
        Assert.Equal(listing.Entries[0], await client.KeyValue.GetEntryAsync("k1", Cancellation));
        Assert.Null(await client.KeyValue.GetEntryAsync("k", Cancellation));
        Assert.Equal(["k2", "l"], await client.KeyValue.ListKeysAsync(new KeyRange("k2", ""), Cancellation));
        Assert.Equal(3, await client.KeyValue.CountAsync(KeyRange.All, Cancellation));
        Assert.True(await client.KeyValue.ExistsAsync("l", Cancellation));
        Assert.False(await client.KeyValue.ExistsAsync("m", Cancellation));
    }

    [Fact]
    public async Task Deleting_tells_how_many_there_were_and_popping_what_they_held()
    {
        await using var master = await FakeApplicationMaster.StartAsync();
        using var client = master.Connect();
        foreach (var key in (string[])["a", "b1", "b2", "c1", "c2"])
            await client.KeyValue.PutAsync(key, Value, null, Cancellation);
        Assert.Equal("a", (await client.KeyValue.PopAsync("a", Cancellation))?.Key);
        Assert.Null(await client.KeyValue.PopAsync("a", Cancellation));
        Assert.Equal(2, await client.KeyValue.DeleteRangeAsync(KeyRange.WithPrefix("b"), Cancellation));
        var popped = await client.KeyValue.PopRangeAsync(KeyRange.All, Cancellation);
        Assert.Equal([new KeyEntry("c1", Value, null), new KeyEntry("c2", Value, null)], popped.Entries);
        Assert.Equal(9, popped.Revision);
    }

    [Fact]
    public async Task Swapping_returns_what_the_key_held()
    {
        await using var master = await FakeApplicationMaster.StartAsync();
        using var client = master.Connect();
        Assert.Null(await client.KeyValue.SwapAsync("k", Value, null, Cancellation));
        Assert.Equal(new KeyEntry("k", Value, null), await client.KeyValue.SwapAsync("k", Array.Empty<byte>(), null, Cancellation));
    }

    [Fact]
    public async Task Value_and_owner_are_set_alone()
    {
        await using var master = await FakeApplicationMaster.StartAsync();
        using var client = master.Connect();
        var owner = new ContainerInstance { ServiceName = "a", Instance = 2 };
        await client.KeyValue.SetValueAsync("k", Value, Cancellation);
        await client.KeyValue.SetOwnerAsync("k", owner, Cancellation);
        await client.KeyValue.SetOwnerAsync("k", null, Cancellation);
        IMessage[] expected =
        [
            new PutKeyRequest { Key = "k", Value = ByteString.CopyFrom(Value), IgnoreOwner = true },
            new PutKeyRequest { Key = "k", Owner = owner, IgnoreValue = true },
            new PutKeyRequest { Key = "k", IgnoreValue = true },
        ];
        Assert.Equal(expected, master.Requests);
    }

    [Fact]
    public async Task Waiting_for_a_key_that_is_set_returns_at_once()
    {
        await using var master = await FakeApplicationMaster.StartAsync();
        using var client = master.Connect();
        await client.KeyValue.PutAsync("k", Value, null, Cancellation);
        Assert.Equal(Value, await client.KeyValue.WaitAsync("k", Cancellation));
    }

    [Fact]
    public async Task Waiting_finds_a_key_that_was_set_just_before_the_watch_began()
    {
        await using var master = await FakeApplicationMaster.StartAsync();
        using var client = master.Connect();
        master.BeforeWatch = () => master.Put(new PutKeyRequest { Key = "k", Value = ByteString.CopyFrom(Value) });
        Assert.Equal(Value, await client.KeyValue.WaitAsync("k", Cancellation));
    }

    [Fact]
    public async Task Waiting_returns_when_the_key_is_set()
    {
        await using var master = await FakeApplicationMaster.StartAsync();
        using var client = master.Connect();
        var waiting = client.KeyValue.WaitAsync("k", Cancellation);
        await master.Watching.Task.WaitAsync(Cancellation);
        Assert.False(waiting.IsCompleted);
        await client.KeyValue.PutAsync("k", Value, null, Cancellation);
        Assert.Equal(Value, await waiting);
    }

    [Fact]
    public async Task Waiting_fails_clearly_when_the_application_ends()
    {
        await using var master = await FakeApplicationMaster.StartAsync();
        using var client = master.Connect();
        var waiting = client.KeyValue.WaitAsync("dask.scheduler", Cancellation);
        // Before it has read the key, the end of the connection may reach it first.
        await master.Reading.Task.WaitAsync(Cancellation);
        await master.StopAsync();
        var e = await Assert.ThrowsAsync<GrpcException>(() => waiting);
        Assert.Equal(GrpcStatusCode.Unavailable, e.Status);
        Assert.StartsWith("The application ended before key 'dask.scheduler' was set: ", e.Message);
    }

    [Fact]
    public async Task Waiting_says_that_the_application_was_never_reached()
    {
        await using var master = await FakeApplicationMaster.StartAsync();
        using var client = master.Connect();
        await master.StopAsync();
        var e = await Assert.ThrowsAsync<GrpcException>(() => client.KeyValue.WaitAsync("k", Cancellation));
        Assert.Equal((GrpcStatusCode.Unavailable, GrpcOrigin.Connecting), (e.Status, e.Origin));
        Assert.Equal(
            $"Cannot connect to the application master at 127.0.0.1:{master.Port}: connection refused; it has ended, or listens elsewhere now", e.Message);
    }

    [Fact]
    public async Task Waiting_says_that_the_connection_was_lost_and_not_that_the_application_ended()
    {
        await using var master = await FakeApplicationMaster.StartAsync();
        using var line = new CuttableLine(master.Port);
        using var client = FakeApplicationMaster.Connect(line.Port);
        var waiting = client.KeyValue.WaitAsync("k", Cancellation);
        await master.Watching.Task.WaitAsync(Cancellation);
        line.Cut();
        var e = await Assert.ThrowsAsync<GrpcException>(() => waiting);
        Assert.Equal((GrpcStatusCode.Unavailable, GrpcOrigin.Connection), (e.Status, e.Origin));
        Assert.StartsWith(
            "The wait for key 'k' was cut off; see whether the application still runs, and wait again. "
            + $"The connection to the application master at 127.0.0.1:{line.Port} was lost: ",
            e.Message);
    }

    [Fact]
    public async Task Waiting_fails_clearly_when_the_watch_ends_cleanly()
    {
        await using var master = await FakeApplicationMaster.StartAsync();
        using var client = master.Connect();
        master.EndsWatches = true;
        var e = await Assert.ThrowsAsync<GrpcException>(() => client.KeyValue.WaitAsync("k", Cancellation));
        Assert.Equal(GrpcStatusCode.Unavailable, e.Status);
    }

    [Fact]
    public async Task Waiting_can_be_cancelled()
    {
        await using var master = await FakeApplicationMaster.StartAsync();
        using var client = master.Connect();
        using var cancel = new CancellationTokenSource();
        var waiting = client.KeyValue.WaitAsync("k", cancel.Token);
        await master.Watching.Task.WaitAsync(Cancellation);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task An_empty_key_is_refused_before_it_is_sent()
    {
        await using var master = await FakeApplicationMaster.StartAsync();
        using var client = master.Connect();
        await Assert.ThrowsAsync<ArgumentException>(() => client.KeyValue.GetAsync("", Cancellation));
        await Assert.ThrowsAsync<ArgumentException>(() => client.KeyValue.PutAsync("", Value, null, Cancellation));
        Assert.Empty(master.Requests);
    }
}
