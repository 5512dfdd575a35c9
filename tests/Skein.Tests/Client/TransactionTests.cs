using Google.Protobuf;
using Skein.Client;
using Skein.Protocol;

namespace Skein.Tests.Client;

public sealed class TransactionTests
{
    private static readonly ContainerInstance Owner = new() { ServiceName = "a", Instance = 2 };
    private static readonly ByteString Bytes = ByteString.CopyFromUtf8("x");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Conditions_and_operations_are_sent_in_their_order()
    {
        await using var master = await FakeApplicationMaster.StartAsync();
        using var client = master.Connect();
        var value = "x"u8.ToArray();
        await client.KeyValue.TransactAsync(
            new KeyTransaction()
                .If(KeyCondition.Exists("k1"), KeyCondition.Missing("k2"))
                .If(KeyCondition.Value("k3", KeyComparison.LessOrEqual, value), KeyCondition.Value("k4", KeyComparison.Greater, default))
                .If(KeyCondition.Owner("k5", KeyComparison.Equal, Owner), KeyCondition.HasOwner("k6"), KeyCondition.HasNoOwner("k7"))
                .Then(KeyOperation.Put("k", value, Owner), KeyOperation.Swap("k", value), KeyOperation.SetValue("k", value))
                .Then(KeyOperation.SetOwner("k", Owner), KeyOperation.Delete("k"), KeyOperation.PopRange(KeyRange.WithPrefix("k")))
                .Else(KeyOperation.Get("k"), KeyOperation.Count(KeyRange.All)),
            Cancellation);
        var expected = new TransactionRequest
        {
            Condition =
            {
                Of("k1", Condition.Types.Operator.NotEqual),
                Of("k2", Condition.Types.Operator.Equal),
                Of("k3", Condition.Types.Operator.LessEqual, condition => condition.Value = Bytes),
                Of("k4", Condition.Types.Operator.Greater, condition => condition.Value = ByteString.Empty),
                Of("k5", Condition.Types.Operator.Equal, condition => (condition.Field, condition.Owner) = (Condition.Types.Field.Owner, Owner)),
                Of("k6", Condition.Types.Operator.NotEqual, condition => condition.Field = Condition.Types.Field.Owner),
                Of("k7", Condition.Types.Operator.Equal, condition => condition.Field = Condition.Types.Field.Owner),
            },
            OnSuccess =
            {
                new OpRequest { PutKey = new PutKeyRequest { Key = "k", Value = Bytes, Owner = Owner } },
                new OpRequest { PutKey = new PutKeyRequest { Key = "k", Value = Bytes, ReturnPrevious = true } },
                new OpRequest { PutKey = new PutKeyRequest { Key = "k", Value = Bytes, IgnoreOwner = true } },
                new OpRequest { PutKey = new PutKeyRequest { Key = "k", Owner = Owner, IgnoreValue = true } },
                new OpRequest { DeleteRange = new DeleteRangeRequest { Start = "k", End = "k\0" } },
                new OpRequest
                {
                    DeleteRange = new DeleteRangeRequest { Start = "k", End = "l", ResultType = DeleteRangeRequest.Types.ResultType.Items },
                },
            },
            OnFailure =
            {
                new OpRequest { GetRange = new GetRangeRequest { Start = "k", End = "k\0" } },
                new OpRequest { GetRange = new GetRangeRequest { ResultType = GetRangeRequest.Types.ResultType.None } },
            },
        };
        Assert.Equal(expected, Assert.Single(master.Requests));
    }

    [Fact]
    public async Task The_outcome_has_one_result_for_each_operation_done()
    {
        await using var master = await FakeApplicationMaster.StartAsync();
        using var client = master.Connect();
        var entry = new KeyValue { Key = "k", Value = Bytes, Owner = Owner };
        master.Transaction.MergeFrom(new TransactionResponse
        {
            Succeeded = true,
            Revision = 9,
            Result =
            {
                new OpResponse { GetRange = new GetRangeResponse { Count = 2, Result = { entry, new KeyValue { Key = "l" } } } },
                new OpResponse { PutKey = new PutKeyResponse() },
                new OpResponse { PutKey = new PutKeyResponse { ReturnPrevious = true, Previous = entry } },
                new OpResponse { DeleteRange = new DeleteRangeResponse { Count = 3 } },
            },
        });
        var outcome = await client.KeyValue.TransactAsync(new KeyTransaction(), Cancellation);
        var read = new KeyEntry("k", "x"u8.ToArray(), Owner);
        Assert.Equal((true, 9), (outcome.Succeeded, outcome.Revision));
        Assert.Equal([2, 0, 1, 3], outcome.Results.Select(result => result.Count));
        Assert.Equal([read, null, read, null], outcome.Results.Select(result => result.Entry));
        Assert.Equal([read, new KeyEntry("l", default, null)], outcome.Results[0].Entries);
    }

    [Fact]
    public void Empty_keys_and_unknown_comparisons_are_refused_before_anything_is_sent()
    {
        Assert.Throws<ArgumentException>(() => KeyCondition.Exists(""));
        Assert.Throws<ArgumentException>(() => KeyOperation.Put("", default));
        Assert.Throws<ArgumentException>(() => KeyOperation.Get(""));
        Assert.Throws<ArgumentOutOfRangeException>(() => KeyCondition.Value("k", (KeyComparison)6, default));
    }

    private static Condition Of(string key, Condition.Types.Operator comparison, Action<Condition>? change = null)
    {
        var condition = new Condition { Key = key, Operator = comparison };
        change?.Invoke(condition);
        return condition;
    }
}
