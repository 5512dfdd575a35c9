using Google.Protobuf;
using Skein.ApplicationMaster.KeyValue;
using Skein.Grpc;
using Skein.KeyValue;
using Skein.Protocol;
using static Skein.ApplicationMaster.Tests.KeyValue.Messages;
using EventType = Skein.Protocol.WatchCreateRequest.Types.Type;

namespace Skein.ApplicationMaster.Tests.KeyValue;

/// <summary>Numbers of revisions in responses, and watches that start at one.</summary>
public sealed class RevisionTests
{
    private readonly KeyValueStore _store = new(historyVolume: 100_000);
    private readonly KeyValueService _service;

    public RevisionTests() => _service = new KeyValueService(_store, new FakeContainers());

    [Fact]
    public void Every_answer_carries_the_revision_with_its_change_or_the_one_it_read()
    {
        Assert.Equal(1, _service.PutKey(Put("a", "1")).Revision);
        Assert.Equal(1, _service.GetRange(GetAll).Revision);
        Assert.Equal(1, _service.GetRange(new GetRangeRequest { ResultType = GetRangeRequest.Types.ResultType.None }).Revision);
        Assert.Equal(2, _service.DeleteRange(Delete("", "")).Revision);
        Assert.Equal(2, _service.DeleteRange(Delete("", "")).Revision);
        Assert.Equal(3, _service.Transact(new TransactionRequest { OnSuccess = { new OpRequest { PutKey = Put("a", "1") } } }).Revision);
        Assert.Equal(3, _service.Transact(new TransactionRequest { OnSuccess = { new OpRequest { GetRange = GetAll } } }).Revision);
    }

    [Fact]
    public async Task A_watch_tells_the_revision_it_starts_after_and_that_of_each_event()
    {
        _service.PutKey(Put("a", "1"));
        var client = new WatchClient(_service);
        client.Create("", "");
        Assert.Equal(1, (await client.ReadMessageAsync()).Revision);

        _service.PutKey(Put("a", "2"));
        _service.DeleteRange(Delete("a", ""));

        Assert.Equal(2, (await client.ReadMessageAsync()).Revision);
        Assert.Equal(3, (await client.ReadMessageAsync()).Revision);
    }

    [Fact]
    public async Task A_watch_can_start_at_an_old_revision_and_misses_and_repeats_nothing()
    {
        _service.PutKey(Put("a", "1"));
        _service.PutKey(Put("b", "2"));
        _service.PutKey(Put("a", "3"));
        _service.DeleteRange(Delete("a", "b"));
        var client = new WatchClient(_service);
        client.Create("a", "b", EventType.All, startRevision: 2);
        _service.PutKey(Put("a", "5"));

        var seen = new List<string>();
        while (seen.Count < 4)
        {
            var message = await client.ReadMessageAsync();
            seen.Add($"{message.Revision} {Draw(message)}");
        }

        Assert.Equal(["1 CREATE 0:", "3 PUT 0: a=3", "4 DELETE 0: a=", "5 PUT 0: a=5"], seen);
    }

    [Fact]
    public async Task An_answer_and_a_watch_from_the_revision_after_it_are_the_whole_story()
    {
        _service.PutKey(Put("a", "1"));
        var read = _service.GetRange(GetAll);
        _service.PutKey(Put("a", "2"));
        var client = new WatchClient(_service);
        client.Create("", "", EventType.Put, startRevision: read.Revision + 1);

        Assert.Equal("CREATE 0:", await client.ReadAsync());
        Assert.Equal("PUT 0: a=2", await client.ReadAsync());
    }

    [Fact]
    public async Task An_older_watch_of_the_stream_is_told_nothing_twice()
    {
        var client = new WatchClient(_service);
        client.Create("", "");
        await client.ReadAsync();
        _service.PutKey(Put("a", "1"));
        Assert.Equal("PUT 0: a=1", await client.ReadAsync());

        client.Create("", "", EventType.All, startRevision: 1);

        Assert.Equal("CREATE 1:", await client.ReadAsync());
        Assert.Equal("PUT 1: a=1", await client.ReadAsync());
        _service.PutKey(Put("a", "2"));
        Assert.Equal("PUT 0: a=2", await client.ReadAsync());
        Assert.Equal("PUT 1: a=2", await client.ReadAsync());
    }

    [Fact]
    public async Task A_revision_that_is_no_longer_kept_is_refused()
    {
        for (var i = 0; i < 10; i++)
            _service.PutKey(new PutKeyRequest { Key = "a", Value = ByteString.CopyFrom(new byte[30_000]) });

        var told = await RefuseAsync(startRevision: 2);

        Assert.Equal(GrpcStatusCode.OutOfRange, told.Status);
        Assert.Equal(
            $"Revision 2 is no longer kept; the oldest is {_store.OldestNumber + 1}. "
            + "Read the keys again, and watch from the revision after that of the answer",
            told.Message);
    }

    [Fact]
    public async Task A_revision_that_is_yet_to_come_is_refused()
    {
        _service.PutKey(Put("a", "1"));

        var told = await RefuseAsync(startRevision: 3);

        Assert.Equal(GrpcStatusCode.OutOfRange, told.Status);
        Assert.Equal(
            "Revision 3 is yet to come; the newest is 1. Read the keys again, and watch from the revision after that of the answer", told.Message);
    }

    [Fact]
    public async Task A_negative_revision_is_refused()
    {
        var told = await RefuseAsync(startRevision: -1);

        Assert.Equal(GrpcStatusCode.InvalidArgument, told.Status);
        Assert.Equal("A watch can not start at revision -1; the first one is 1", told.Message);
    }

    private async Task<GrpcException> RefuseAsync(long startRevision)
    {
        var client = new WatchClient(_service);
        client.Create("", "", EventType.All, startRevision);
        return await Assert.ThrowsAsync<GrpcException>(() => client.Stream.WaitAsync(TestContext.Current.CancellationToken));
    }
}
