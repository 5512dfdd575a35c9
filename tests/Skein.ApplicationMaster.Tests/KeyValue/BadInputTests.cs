using Google.Protobuf;
using Skein.ApplicationMaster.KeyValue;
using Skein.Grpc;
using Skein.Protocol;
using static Skein.ApplicationMaster.Tests.KeyValue.Messages;

namespace Skein.ApplicationMaster.Tests.KeyValue;

/// <summary>What each procedure says to a client on the network that asks for what can not be.</summary>
public sealed class BadInputTests : IAsyncLifetime
{
    private const int MebiByte = 1024 * 1024;

    private KeyValueServer _server = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await KeyValueServer.StartAsync(new KeyValueServiceOptions { MaxWatchesPerStream = 2 });

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task PutKey_names_what_is_wrong_with_owner_and_flags()
    {
        await PutRefusesAsync("InvalidArgument: Unknown service 'nobody'", Put("a", "1", new ContainerInstance { ServiceName = "nobody" }));
        await PutRefusesAsync("InvalidArgument: Unknown service ''", Put("a", "1", new ContainerInstance()));
        await PutRefusesAsync("InvalidArgument: Service 'worker' has no container instance -1", Put("a", "1", Worker(-1)));
        await PutRefusesAsync(
            "InvalidArgument: ignore_value & ignore_owner can't both be True: nothing would change",
            new PutKeyRequest { Key = "a", IgnoreValue = true, IgnoreOwner = true });
        await PutRefusesAsync(
            "FailedPrecondition: ignore_value=True & key isn't already set", new PutKeyRequest { Key = "a", IgnoreValue = true });
    }

    [Fact]
    public async Task PutKey_refuses_an_entry_that_no_answer_could_carry_and_takes_one_that_can_be_read_back()
    {
        var largest = new PutKeyRequest { Key = "a", Value = ByteString.CopyFrom(new byte[AnswerLimit.MaxEntrySize - 1]) };
        await _server.CallAsync(ApplicationMasterMethods.PutKey, largest);
        Assert.Equal(largest.Value, (await _server.CallAsync(ApplicationMasterMethods.GetRange, new GetRangeRequest { End = "b" })).Result[0].Value);

        await PutRefusesAsync(
            $"InvalidArgument: The key 'b' and its value have {AnswerLimit.MaxEntrySize + 1} bytes; together they may have {AnswerLimit.MaxEntrySize}. "
            + "Keep large data in files",
            new PutKeyRequest { Key = "b", Value = ByteString.CopyFrom(new byte[AnswerLimit.MaxEntrySize]) });
    }

    [Fact]
    public async Task GetRange_refuses_a_range_that_no_answer_could_carry_and_still_lists_and_counts_it()
    {
        await PutFiveMebiBytesAsync();

        Assert.Equal(
            $"ResourceExhausted: The range holds 5 keys, but the answer would have {(5 * MebiByte) + 45} bytes and may have {AnswerLimit.MaxSize}; "
            + "ask for smaller ranges, for keys only, or for the count",
            await RefuseAsync(ApplicationMasterMethods.GetRange, GetAll));
        var keys = new GetRangeRequest { ResultType = GetRangeRequest.Types.ResultType.Keys };
        Assert.Equal(5, (await _server.CallAsync(ApplicationMasterMethods.GetRange, keys)).Result.Count);
    }

    [Fact]
    public async Task A_kind_of_result_that_is_not_known_is_the_whole_entry()
    {
        await _server.CallAsync(ApplicationMasterMethods.PutKey, Put("a", "1"));

        var found = await _server.CallAsync(ApplicationMasterMethods.GetRange, new GetRangeRequest { ResultType = (GetRangeRequest.Types.ResultType)9 });

        Assert.Equal("a=1", Draw(found.Result));
    }

    [Fact]
    public async Task DeleteRange_and_Transaction_say_what_was_done_when_no_answer_could_carry_the_results()
    {
        await PutFiveMebiBytesAsync();
        var delete = new DeleteRangeRequest { ResultType = DeleteRangeRequest.Types.ResultType.Items };

        Assert.StartsWith(
            "ResourceExhausted: The transaction was done, but the answer would have ",
            await RefuseAsync(ApplicationMasterMethods.Transaction, new TransactionRequest { OnSuccess = { new OpRequest { GetRange = GetAll } } }),
            StringComparison.Ordinal);
        Assert.StartsWith(
            "ResourceExhausted: 5 keys were deleted, but the answer would have ",
            await RefuseAsync(ApplicationMasterMethods.DeleteRange, delete),
            StringComparison.Ordinal);
        Assert.Equal(0, (await _server.CallAsync(ApplicationMasterMethods.GetRange, GetAll)).Count);
    }

    [Fact]
    public async Task Transaction_names_what_is_wrong_with_an_operation_or_a_condition_and_does_nothing()
    {
        var put = new OpRequest { PutKey = Put("a", "1") };
        await TransactionRefusesAsync(
            "InvalidArgument: An operation of the transaction is neither get_range, put_key nor delete_range",
            new TransactionRequest { OnSuccess = { put, new OpRequest() } });
        await TransactionRefusesAsync(
            "InvalidArgument: A condition on 'a' compares a field that is not known: 9",
            new TransactionRequest { Condition = { new Condition { Key = "a", Field = (Condition.Types.Field)9 } }, OnFailure = { put } });
        await TransactionRefusesAsync(
            "InvalidArgument: A condition's operator is not known: 9",
            new TransactionRequest { Condition = { new Condition { Key = "a", Operator = (Condition.Types.Operator)9 } }, OnFailure = { put } });
        await TransactionRefusesAsync(
            "InvalidArgument: Unknown service 'nobody'",
            new TransactionRequest { OnSuccess = { put, new OpRequest { PutKey = Put("b", "1", new ContainerInstance { ServiceName = "nobody" }) } } });
        Assert.Equal(0, (await _server.CallAsync(ApplicationMasterMethods.GetRange, GetAll)).Count);
    }

    [Fact]
    public async Task Watch_names_what_is_wrong_with_a_request_and_ends_the_stream()
    {
        var create = new WatchRequest { Create = new WatchCreateRequest() };
        await WatchRefusesAsync("InvalidArgument: A request of the watch stream is neither create nor cancel", new WatchRequest());
        await WatchRefusesAsync(
            "ResourceExhausted: The stream has 2 watches, which is as many as one stream may have; cancel some or open another stream",
            create, create, create);
        await WatchRefusesAsync(
            "InvalidArgument: A watch can not start at revision -1; the first one is 1",
            new WatchRequest { Create = new WatchCreateRequest { StartRevision = -1 } });
        await WatchRefusesAsync(
            "OutOfRange: Revision 7 is yet to come; the newest is 0. Read the keys again, and watch from the revision after that of the answer",
            new WatchRequest { Create = new WatchCreateRequest { StartRevision = 7 } });
    }

    [Fact]
    public async Task A_delete_of_more_keys_than_a_message_can_carry_reaches_watchers_in_several()
    {
        await using var call = _server.Channel.OpenDuplex(ApplicationMasterMethods.Watch, Cancellation);
        var deletes = new WatchCreateRequest { EventType = WatchCreateRequest.Types.Type.Delete };
        await call.WriteAsync(new WatchRequest { Create = deletes }, Cancellation);
        await using var responses = call.ReadAllAsync(Cancellation).GetAsyncEnumerator(Cancellation);
        Assert.True(await responses.MoveNextAsync());
        // Of characters that take three bytes each.
        var keys = Enumerable.Range(0, 20).Select(static i => $"{new string('\u20ac', 100_000)}{i:d2}").ToList();
        foreach (var key in keys)
            await _server.CallAsync(ApplicationMasterMethods.PutKey, Put(key, ""));

        var deleted = await _server.CallAsync(ApplicationMasterMethods.DeleteRange, Delete("", ""));

        var seen = new List<string>();
        while (seen.Count < keys.Count)
        {
            Assert.True(await responses.MoveNextAsync());
            Assert.Equal(deleted.Revision, responses.Current.Revision);
            seen.AddRange(responses.Current.Event.Select(static entry => entry.Key));
        }

        Assert.Equal(keys, seen);
    }

    private async Task PutFiveMebiBytesAsync()
    {
        for (var i = 0; i < 5; i++)
            await _server.CallAsync(ApplicationMasterMethods.PutKey, new PutKeyRequest { Key = $"{i}", Value = ByteString.CopyFrom(new byte[MebiByte]) });
    }

    private async Task PutRefusesAsync(string answer, PutKeyRequest request) =>
        Assert.Equal(answer, await RefuseAsync(ApplicationMasterMethods.PutKey, request));

    private async Task TransactionRefusesAsync(string answer, TransactionRequest request) =>
        Assert.Equal(answer, await RefuseAsync(ApplicationMasterMethods.Transaction, request));

    private async Task WatchRefusesAsync(string answer, params WatchRequest[] requests)
    {
        await using var call = _server.Channel.OpenDuplex(ApplicationMasterMethods.Watch, Cancellation);
        foreach (var request in requests)
            await call.WriteAsync(request, Cancellation);
        Assert.Equal(answer, Tell(await Assert.ThrowsAsync<GrpcException>(async () =>
        {
            await foreach (var response in call.ReadAllAsync(Cancellation))
                Assert.Equal(WatchResponse.Types.Type.Create, response.Type);
        })));
    }

    private async Task<string> RefuseAsync<TRequest, TResponse>(GrpcMethod<TRequest, TResponse> method, TRequest request)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse> =>
        Tell(await Assert.ThrowsAsync<GrpcException>(() => _server.CallAsync(method, request)));

    private static string Tell(GrpcException refusal) => $"{refusal.Status}: {refusal.Message}";
}
