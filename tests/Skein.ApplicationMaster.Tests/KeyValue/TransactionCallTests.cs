using Google.Protobuf;
using Skein.ApplicationMaster.KeyValue;
using Skein.Grpc;
using Skein.KeyValue;
using Skein.Protocol;
using static Skein.ApplicationMaster.Tests.KeyValue.Messages;
using Condition = Skein.Protocol.Condition;

namespace Skein.ApplicationMaster.Tests.KeyValue;

public sealed class TransactionCallTests
{
    private readonly KeyValueService _service = new(new KeyValueStore(), new FakeContainers());

    [Fact]
    public void Each_operation_of_the_branch_has_its_response_in_order()
    {
        var swap = Put("a", "2");
        swap.ReturnPrevious = true;
        _service.PutKey(Put("a", "1", Worker(0)));

        var response = _service.Transact(new TransactionRequest
        {
            OnSuccess =
            {
                new OpRequest { PutKey = swap },
                new OpRequest { GetRange = new GetRangeRequest { ResultType = GetRangeRequest.Types.ResultType.Keys } },
                new OpRequest { DeleteRange = new DeleteRangeRequest { ResultType = DeleteRangeRequest.Types.ResultType.Items } },
            },
        });

        Assert.True(response.Succeeded);
        Assert.Equal("a=1@worker_0", Draw([response.Result[0].PutKey.Previous]));
        Assert.Equal("a=", Draw(response.Result[1].GetRange.Result));
        Assert.Equal("a=2", Draw(response.Result[2].DeleteRange.Result));
        Assert.Equal(0, _service.GetRange(GetAll).Count);
    }

    [Fact]
    public void A_failed_condition_chooses_the_other_branch()
    {
        var response = _service.Transact(new TransactionRequest
        {
            Condition = { Exists("a") },
            OnSuccess = { new OpRequest { GetRange = GetAll } },
            OnFailure = { new OpRequest { PutKey = Put("a", "1") } },
        });

        Assert.False(response.Succeeded);
        Assert.NotNull(Assert.Single(response.Result).PutKey);
        Assert.Equal("a=1", Draw(_service.GetRange(GetAll).Result));
    }

    [Theory]
    [InlineData(0x7f, 0x80, Condition.Types.Operator.Less)]
    [InlineData(0xff, 0x01, Condition.Types.Operator.Greater)]
    public void Values_compare_as_unsigned_bytes(byte left, byte right, Condition.Types.Operator comparison)
    {
        _service.PutKey(new PutKeyRequest { Key = "a", Value = ByteString.CopyFrom(left) });

        Assert.True(Holds(new Condition { Key = "a", Operator = comparison, Value = ByteString.CopyFrom(right) }));
        Assert.False(Holds(new Condition { Key = "a", Operator = Condition.Types.Operator.Equal, Value = ByteString.CopyFrom(right) }));
    }

    [Fact]
    public void An_empty_value_is_not_a_missing_one()
    {
        _service.PutKey(Put("a", ""));

        Assert.True(Holds(new Condition { Key = "a", Operator = Condition.Types.Operator.Equal, Value = ByteString.Empty }));
        Assert.True(Holds(Exists("a")));
        Assert.False(Holds(new Condition { Key = "b", Operator = Condition.Types.Operator.Equal, Value = ByteString.Empty }));
    }

    [Fact]
    public void A_right_side_of_the_other_kind_counts_as_missing()
    {
        _service.PutKey(Put("a", "1", Worker(0)));

        Assert.True(Holds(new Condition { Key = "b", Operator = Condition.Types.Operator.Equal, Owner = Worker(0) }));
        Assert.False(Holds(new Condition
        {
            Key = "a",
            Field = Condition.Types.Field.Owner,
            Operator = Condition.Types.Operator.Equal,
            Value = ByteString.CopyFromUtf8("1"),
        }));
    }

    [Fact]
    public void The_owner_of_a_missing_key_equals_no_owner()
    {
        var isUnowned = new Condition { Key = "a", Field = Condition.Types.Field.Owner, Operator = Condition.Types.Operator.Equal };
        Assert.True(Holds(isUnowned));

        _service.PutKey(Put("a", "1", Worker(1)));
        Assert.False(Holds(isUnowned));
        Assert.True(Holds(new Condition
        {
            Key = "a",
            Field = Condition.Types.Field.Owner,
            Operator = Condition.Types.Operator.GreaterEqual,
            Owner = Worker(0),
        }));
    }

    [Fact]
    public void A_delete_and_an_owner_only_put_of_the_same_key_are_refused_as_a_whole()
    {
        _service.PutKey(Put("a", "1"));

        var refusal = Assert.Throws<GrpcException>(() => _service.Transact(new TransactionRequest
        {
            OnSuccess =
            {
                new OpRequest { DeleteRange = Delete("a", "a\0") },
                new OpRequest { PutKey = new PutKeyRequest { Key = "a", IgnoreValue = true, Owner = Worker(0) } },
            },
        }));

        Assert.Equal(GrpcStatusCode.FailedPrecondition, refusal.Status);
        Assert.Equal("ignore_value=True & key isn't already set", refusal.Message);
        Assert.Equal("a=1", Draw(_service.GetRange(GetAll).Result));
    }

    [Fact]
    public void A_put_of_a_new_key_and_an_owner_only_put_of_it_are_done()
    {
        _service.Transact(new TransactionRequest
        {
            OnSuccess =
            {
                new OpRequest { PutKey = Put("a", "1") },
                new OpRequest { PutKey = new PutKeyRequest { Key = "a", IgnoreValue = true, Owner = Worker(0) } },
            },
        });

        Assert.Equal("a=1@worker_0", Draw(_service.GetRange(GetAll).Result));
    }

    [Fact]
    public void Malformed_requests_are_refused_before_anything_is_done()
    {
        Malformed(new TransactionRequest { OnSuccess = { new OpRequest { PutKey = Put("a", "1") }, new OpRequest() } });
        Malformed(new TransactionRequest { OnFailure = { new OpRequest() } });
        Malformed(new TransactionRequest { Condition = { new Condition { Key = "a", Operator = (Condition.Types.Operator)9 } } });
        Malformed(new TransactionRequest { Condition = { new Condition { Key = "a", Field = (Condition.Types.Field)9 } } });
        Assert.Equal(0, _service.GetRange(GetAll).Count);
    }

    private static Condition Exists(string key) => new() { Key = key, Operator = Condition.Types.Operator.NotEqual };

    private bool Holds(Condition condition) => _service.Transact(new TransactionRequest { Condition = { condition } }).Succeeded;

    private void Malformed(TransactionRequest request) =>
        Assert.Equal(GrpcStatusCode.InvalidArgument, Assert.Throws<GrpcException>(() => _service.Transact(request)).Status);
}
