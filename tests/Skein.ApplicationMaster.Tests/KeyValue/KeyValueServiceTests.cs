using Google.Protobuf;
using Skein.ApplicationMaster.KeyValue;
using Skein.Grpc;
using Skein.KeyValue;
using Skein.Protocol;
using static Skein.ApplicationMaster.Tests.KeyValue.Messages;

namespace Skein.ApplicationMaster.Tests.KeyValue;

public sealed class KeyValueServiceTests
{
    private readonly KeyValueStore _store = new();
    private readonly FakeContainers _containers = new();
    private readonly KeyValueService _service;

    public KeyValueServiceTests() => _service = new KeyValueService(_store, _containers);

    [Theory]
    [InlineData(GetRangeRequest.Types.ResultType.Items, "a=1@worker_0 b=2")]
    [InlineData(GetRangeRequest.Types.ResultType.Keys, "a= b=")]
    [InlineData(GetRangeRequest.Types.ResultType.None, "")]
    public void GetRange_answers_with_the_count_and_the_kind_of_result_asked_for(GetRangeRequest.Types.ResultType kind, string result)
    {
        Fill();

        var response = _service.GetRange(new GetRangeRequest { Start = "a", End = "c", ResultType = kind });

        Assert.Equal(2, response.Count);
        Assert.Equal(kind, response.ResultType);
        Assert.Equal(result, Draw(response.Result));
    }

    [Theory]
    [InlineData("", "", "a=1@worker_0 b=2 c=3")]
    [InlineData("\0", "", "a=1@worker_0 b=2 c=3")]
    [InlineData("b", "", "b=2 c=3")]
    [InlineData("", "b", "a=1@worker_0")]
    [InlineData("b", "b\0", "b=2")]
    [InlineData("b", "b", "")]
    [InlineData("c", "a", "")]
    public void Ranges_are_open_where_a_bound_is_empty(string start, string end, string result)
    {
        Fill();

        Assert.Equal(result, Draw(_service.GetRange(new GetRangeRequest { Start = start, End = end }).Result));
    }

    [Theory]
    [InlineData(DeleteRangeRequest.Types.ResultType.Items, "a=1@worker_0 b=2")]
    [InlineData(DeleteRangeRequest.Types.ResultType.Keys, "a= b=")]
    [InlineData(DeleteRangeRequest.Types.ResultType.None, "")]
    public void DeleteRange_answers_with_what_was_removed(DeleteRangeRequest.Types.ResultType kind, string result)
    {
        Fill();

        var response = _service.DeleteRange(new DeleteRangeRequest { Start = "a", End = "c", ResultType = kind });

        Assert.Equal(2, response.Count);
        Assert.Equal(kind, response.ResultType);
        Assert.Equal(result, Draw(response.Result));
        Assert.Equal("c=3", Draw(_service.GetRange(GetAll).Result));
    }

    [Fact]
    public void PutKey_gives_the_previous_entry_only_if_asked_and_there_was_one()
    {
        var asked = Put("a", "1", Worker(0));
        asked.ReturnPrevious = true;

        var first = _service.PutKey(asked);
        var second = _service.PutKey(asked);
        var third = _service.PutKey(Put("a", "2"));

        Assert.True(first.ReturnPrevious);
        Assert.Null(first.Previous);
        Assert.Equal("a=1@worker_0", Draw([second.Previous]));
        Assert.False(third.ReturnPrevious);
        Assert.Null(third.Previous);
    }

    [Fact]
    public void PutKey_keeps_what_it_is_told_to_ignore()
    {
        _service.PutKey(Put("a", "1", Worker(0)));
        _service.PutKey(new PutKeyRequest { Key = "a", Value = ByteString.CopyFromUtf8("2"), IgnoreOwner = true });
        Assert.Equal("a=2@worker_0", Draw(_service.GetRange(GetAll).Result));

        _service.PutKey(new PutKeyRequest { Key = "a", Owner = Worker(1), IgnoreValue = true });
        Assert.Equal("a=2@worker_1", Draw(_service.GetRange(GetAll).Result));

        _service.PutKey(Put("a", "3"));
        Assert.Equal("a=3", Draw(_service.GetRange(GetAll).Result));
    }

    [Fact]
    public void PutKey_refuses_with_the_codes_and_texts_that_clients_know()
    {
        _containers.Complete(2);

        Refuses(
            GrpcStatusCode.FailedPrecondition,
            "ignore_value=True & key isn't already set",
            new PutKeyRequest { Key = "a", IgnoreValue = true, Owner = new ContainerInstance { ServiceName = "nobody" } });
        Refuses(
            GrpcStatusCode.InvalidArgument,
            "Unknown service 'nobody'",
            Put("a", "1", new ContainerInstance { ServiceName = "nobody", Instance = 1 }));
        Refuses(GrpcStatusCode.InvalidArgument, "Service 'worker' has no container instance 7", Put("a", "1", Worker(7)));
        Refuses(GrpcStatusCode.InvalidArgument, "Container 'worker_2' has already completed", Put("a", "1", Worker(2)));
        Refuses(
            GrpcStatusCode.InvalidArgument,
            "ignore_value & ignore_owner can't both be True: nothing would change",
            new PutKeyRequest { Key = "a", IgnoreValue = true, IgnoreOwner = true });
        Assert.Equal(0, _service.GetRange(GetAll).Count);
    }

    [Fact]
    public void An_owner_that_completes_leaves_no_key()
    {
        _service.PutKey(Put("a", "1", Worker(0)));
        _service.PutKey(Put("b", "1", Worker(1)));

        _containers.Complete(0);
        _store.DeleteOwnedBy("worker", 0);

        Assert.Equal("b=1@worker_1", Draw(_service.GetRange(GetAll).Result));
    }

    [Fact]
    public void A_value_of_any_bytes_comes_back_as_it_was()
    {
        var value = ByteString.CopyFrom([.. Enumerable.Range(0, 256).Select(static number => (byte)number)]);
        _service.PutKey(new PutKeyRequest { Key = "a", Value = value });

        Assert.Equal(value, Assert.Single(_service.GetRange(GetAll).Result).Value);
    }

    private void Fill()
    {
        _service.PutKey(Put("b", "2"));
        _service.PutKey(Put("c", "3"));
        _service.PutKey(Put("a", "1", Worker(0)));
    }

    private void Refuses(GrpcStatusCode status, string detail, PutKeyRequest request)
    {
        var refusal = Assert.Throws<GrpcException>(() => _service.PutKey(request));
        Assert.Equal(status, refusal.Status);
        Assert.Equal(detail, refusal.Message);
    }
}
