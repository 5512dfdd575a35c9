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

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("a\uD7FF")]
    [InlineData("a\uFFFF")]
    [InlineData("\uFFFF")]
    [InlineData("a\U0001FFFF")]
    [InlineData("a\U0010FFFF")]
    [InlineData("\U0010FFFF")]
    public async Task Listing_by_prefix_finds_those_keys_and_no_others(string prefix)
    {
        string[] keys =
        [
            "\u0001", "a", "a1", "a\uD7FF", "a\uD7FF1", "a\U00010000", "a\U0001FFFF", "a\U0001FFFF1", "a\U00020000", "a\U0010FFFF", "a\U0010FFFF1",
            "a\uE000", "a\uFFFF", "a\uFFFF1", "b", "\U0010FFFF", "\U0010FFFF1", "\uFFFF", "\uFFFF1",
        ];
        await using var master = await FakeApplicationMaster.StartAsync();
        using var client = master.Connect();
        foreach (var key in keys)
            await client.KeyValue.PutAsync(key, Value, null, Cancellation);
        Assert.Equal(
            keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal),
            await client.KeyValue.ListKeysAsync(prefix, Cancellation));
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
        await master.Watching.Task.WaitAsync(Cancellation);
        await master.StopAsync();
        var e = await Assert.ThrowsAsync<GrpcException>(() => waiting);
        Assert.Equal(GrpcStatusCode.Unavailable, e.Status);
        Assert.StartsWith("The application ended before key 'dask.scheduler' was set: ", e.Message);
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
