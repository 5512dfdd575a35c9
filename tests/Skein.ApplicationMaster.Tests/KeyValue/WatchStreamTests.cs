using Google.Protobuf;
using Skein.ApplicationMaster.KeyValue;
using Skein.Grpc;
using Skein.KeyValue;
using Skein.Protocol;
using static Skein.ApplicationMaster.Tests.KeyValue.Messages;
using EventType = Skein.Protocol.WatchCreateRequest.Types.Type;

namespace Skein.ApplicationMaster.Tests.KeyValue;

public sealed class WatchStreamTests
{
    private readonly KeyValueStore _store = new();
    private readonly KeyValueService _service;

    public WatchStreamTests() =>
        _service = new KeyValueService(
            _store, new FakeContainers(), new KeyValueServiceOptions { MaxWatchLag = 1024 * 1024, MaxWatchesPerStream = 3 });

    [Fact]
    public async Task Watches_get_fresh_ids_across_streams_and_replies_in_the_order_of_requests()
    {
        var first = new WatchClient(_service);
        first.Create("", "");
        Assert.Equal("CREATE 0:", await first.ReadAsync());
        var second = new WatchClient(_service);
        second.Create("a", "");
        second.Create("b", "");
        Assert.Equal("CREATE 1:", await second.ReadAsync());
        Assert.Equal("CREATE 2:", await second.ReadAsync());
        first.Create("", "");
        Assert.Equal("CREATE 3:", await first.ReadAsync());
    }

    [Fact]
    public async Task Every_watch_of_a_key_is_told_of_a_put_with_the_whole_entry()
    {
        var client = await ConnectAsync(("a", "c", EventType.All), ("b", "", EventType.Put), ("", "", EventType.Delete));

        _service.PutKey(Put("b", "1", Worker(0)));
        _service.PutKey(new PutKeyRequest { Key = "b", IgnoreValue = true });
        _service.PutKey(Put("c", "2"));

        Assert.Equal("PUT 0: b=1@worker_0", await client.ReadAsync());
        Assert.Equal("PUT 1: b=1@worker_0", await client.ReadAsync());
        Assert.Equal("PUT 0: b=1", await client.ReadAsync());
        Assert.Equal("PUT 1: b=1", await client.ReadAsync());
        Assert.Equal("PUT 1: c=2", await client.ReadAsync());
    }

    [Fact]
    public async Task A_watch_is_told_of_all_its_keys_of_one_delete_in_one_message_and_of_nothing_else()
    {
        foreach (var key in (string[])["a", "b", "c", "d"])
            _service.PutKey(Put(key, "1"));
        var client = await ConnectAsync(("b", "d", EventType.All), ("x", "", EventType.Delete), ("", "", EventType.Delete));

        _service.DeleteRange(Delete("a", "d"));

        Assert.Equal("DELETE 0: b= c=", await client.ReadAsync());
        Assert.Equal("DELETE 2: a= b= c=", await client.ReadAsync());
        _service.PutKey(Put("b", "2"));
        Assert.Equal("PUT 0: b=2", await client.ReadAsync());
    }

    [Fact]
    public async Task The_operations_of_a_transaction_are_told_in_their_order()
    {
        var client = await ConnectAsync(("", "", EventType.All));

        _service.Transact(new TransactionRequest
        {
            OnSuccess =
            {
                new OpRequest { PutKey = Put("b", "1") },
                new OpRequest { PutKey = Put("a", "1") },
                new OpRequest { DeleteRange = Delete("", "") },
            },
        });

        Assert.Equal("PUT 0: b=1", await client.ReadAsync());
        Assert.Equal("PUT 0: a=1", await client.ReadAsync());
        Assert.Equal("DELETE 0: a= b=", await client.ReadAsync());
    }

    [Fact]
    public async Task A_container_that_ended_is_one_delete_for_each_of_its_keys()
    {
        _service.PutKey(Put("a", "1", Worker(0)));
        _service.PutKey(Put("b", "1", Worker(0)));
        var client = await ConnectAsync(("", "", EventType.All));

        _store.DeleteOwnedBy("worker", 0);

        Assert.Equal("DELETE 0: a=", await client.ReadAsync());
        Assert.Equal("DELETE 0: b=", await client.ReadAsync());
    }

    [Fact]
    public async Task The_reply_to_create_comes_before_any_event_of_the_watch()
    {
        var client = await ConnectAsync(("", "", EventType.All));
        client.StopReading();
        _service.PutKey(Put("a", "1"));
        client.Create("", "");
        _service.PutKey(Put("a", "2"));
        client.GoOnReading();

        // The first event may find the stream before the second request or after it, the reply is before the watch's events anyway.
        var seen = new List<string>();
        while (!seen.Contains("PUT 0: a=2") || !seen.Contains("CREATE 1:"))
            seen.Add(await client.ReadAsync());
        _service.PutKey(Put("a", "3"));
        while (seen[^1] != "PUT 1: a=3")
            seen.Add(await client.ReadAsync());

        Assert.All(seen.Take(seen.IndexOf("CREATE 1:")), static text => Assert.StartsWith("PUT 0", text, StringComparison.Ordinal));
        Assert.Equal(["PUT 0: a=1", "PUT 0: a=2", "PUT 0: a=3"], seen.Where(static text => text.StartsWith("PUT 0", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_watch_is_not_told_of_what_was_there_before_it()
    {
        var client = await ConnectAsync(("", "", EventType.All));
        client.StopReading();
        _service.PutKey(Put("a", "1"));
        _service.PutKey(Put("a", "2"));
        client.Create("", "");
        client.GoOnReading();
        var seen = new List<string>();
        while (!seen.Contains("PUT 0: a=2") || !seen.Contains("CREATE 1:"))
            seen.Add(await client.ReadAsync());

        _service.PutKey(Put("a", "3"));

        Assert.Equal("PUT 0: a=3", await client.ReadAsync());
        Assert.Equal("PUT 1: a=3", await client.ReadAsync());
        Assert.DoesNotContain(seen, static text => text.StartsWith("PUT 1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_cancelled_watch_is_silent_and_cancelling_an_unknown_one_is_answered_too()
    {
        var client = await ConnectAsync(("", "", EventType.All), ("", "", EventType.All));

        client.Cancel(0);
        Assert.Equal("CANCEL 0:", await client.ReadAsync());
        client.Cancel(77);
        Assert.Equal("CANCEL 77:", await client.ReadAsync());
        _service.PutKey(Put("a", "1"));

        Assert.Equal("PUT 1: a=1", await client.ReadAsync());
        client.Cancel(1);
        Assert.Equal("CANCEL 1:", await client.ReadAsync());
        _service.PutKey(Put("a", "2"));
        client.Create("", "");
        Assert.Equal("CREATE 2:", await client.ReadAsync());
        _service.PutKey(Put("a", "3"));
        Assert.Equal("PUT 2: a=3", await client.ReadAsync());
    }

    [Fact]
    public async Task The_stream_completes_when_the_client_closes_its_half()
    {
        var client = await ConnectAsync(("", "", EventType.All));

        client.Complete();

        await client.Stream.WaitAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_cancelled_stream_ends_with_an_error_and_not_cleanly()
    {
        using var shutdown = new CancellationTokenSource();
        var idle = new WatchClient(_service, shutdown.Token);
        var watching = new WatchClient(_service, shutdown.Token);
        watching.Create("", "");
        await watching.ReadAsync();

        await shutdown.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => idle.Stream.WaitAsync(TestContext.Current.CancellationToken));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watching.Stream.WaitAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_client_that_reads_too_slowly_holds_nobody_back_and_is_told()
    {
        var slow = await ConnectAsync(("", "", EventType.All));
        var quick = new WatchClient(_service);
        quick.Create("", "");
        Assert.Equal("CREATE 1:", await quick.ReadAsync());
        slow.StopReading();
        for (var i = 0; !slow.Stream.IsCompleted; i++)
        {
            _service.PutKey(new PutKeyRequest { Key = "a", Value = ByteString.CopyFrom(new byte[100_000]) });
            Assert.StartsWith("PUT 1: a=", await quick.ReadAsync(), StringComparison.Ordinal);
            if (i % 20 == 0)
                slow.TakeOne();
        }

        var told = await Assert.ThrowsAsync<GrpcException>(() => slow.Stream);
        Assert.Equal(GrpcStatusCode.ResourceExhausted, told.Status);
        Assert.Contains("1024 KiB", told.Message, StringComparison.Ordinal);
        Assert.False(quick.Stream.IsCompleted);
    }

    [Fact]
    public async Task A_stream_has_a_bounded_number_of_watches()
    {
        var client = await ConnectAsync(("", "", EventType.All), ("", "", EventType.All), ("", "", EventType.All));

        client.Create("", "");

        var told = await Assert.ThrowsAsync<GrpcException>(() => client.Stream.WaitAsync(TestContext.Current.CancellationToken));
        Assert.Equal(GrpcStatusCode.ResourceExhausted, told.Status);
    }

    [Fact]
    public async Task A_request_that_is_neither_create_nor_cancel_ends_the_stream()
    {
        var client = new WatchClient(_service);

        client.Send(new WatchRequest());

        var told = await Assert.ThrowsAsync<GrpcException>(() => client.Stream.WaitAsync(TestContext.Current.CancellationToken));
        Assert.Equal(GrpcStatusCode.InvalidArgument, told.Status);
    }

    /// <summary>A client with watches whose replies it has read; the first has the id 0.</summary>
    private async Task<WatchClient> ConnectAsync(params (string Start, string End, EventType Type)[] watches)
    {
        var client = new WatchClient(_service);
        foreach (var (start, end, type) in watches)
            client.Create(start, end, type);
        for (var id = 0; id < watches.Length; id++)
            Assert.Equal($"CREATE {id}:", await client.ReadAsync());
        return client;
    }
}
