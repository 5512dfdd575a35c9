using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Google.Protobuf;
using Skein.Grpc;
using Skein.KeyValue.Tests.Concurrency;
using Skein.Protocol;

namespace Skein.ApplicationMaster.Tests.KeyValue;

/// <summary>Histories as clients on the network record them.</summary>
public sealed class LinearizabilityOverGrpcTests : IAsyncLifetime
{
    private const int Clients = 4;
    private const int CallsPerClient = 12;
    private const int Rounds = 30;

    private KeyValueServer _server = null!;
    private int _clock;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await KeyValueServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Every_history_recorded_through_grpc_is_linearizable_and_its_revisions_never_go_back()
    {
        var channels = Enumerable.Range(0, Clients).Select(_ => _server.OpenChannel()).ToArray();
        await CheckAsync(async (client, random, history) =>
        {
            var key = random.Next(2) == 0 ? "a" : "b";
            await CallOnceAsync(channels[client], random.Next(5), key, random.Next(1, 10), history);
        });
        Array.ForEach(channels, static channel => channel.Dispose());
    }

    [Fact]
    public async Task Every_history_recorded_through_the_library_is_linearizable()
    {
        var clients = Enumerable.Range(0, Clients).Select(_ => _server.OpenClient()).ToArray();
        await CheckAsync((client, random, history) =>
        {
            var (store, key, value) = (clients[client].KeyValue, random.Next(2) == 0 ? "a" : "b", random.Next(1, 10));
            return random.Next(4) switch
            {
                0 => RecordAsync(
                    history,
                    async () =>
                    {
                        await store.PutAsync(key, Encoding.UTF8.GetBytes(Text(value)), owner: null, Cancellation);
                        return new Answer(0);
                    },
                    (state, _) => state.With(key, value),
                    $"put {key} {value}"),
                1 => RecordAsync(
                    history,
                    async () => new Answer(Digit(await store.GetAsync(key, Cancellation))),
                    (state, found) => state.Get(key) == found ? state : null,
                    $"get {key}"),
                2 => RecordAsync(
                    history,
                    async () => new Answer(await store.DeleteAsync(key, Cancellation) ? 1 : 0),
                    (state, removed) => (state.Get(key) != 0) == (removed == 1) ? state.With(key, 0) : null,
                    $"delete {key}"),
                _ => RecordAsync(
                    history,
                    async () => new Answer(await store.CountAsync(Skein.Client.KeyRange.All, Cancellation)),
                    static (state, count) => Math.Sign(state.A) + Math.Sign(state.B) == count ? state : null,
                    "count"),
            };
        });
        Array.ForEach(clients, static client => client.Dispose());
    }

    /// <summary>Has clients make calls at the same time, several rounds of them, and checks what they saw in each.</summary>
    private async Task CheckAsync(Func<int, Random, ConcurrentBag<(RecordedCall<Registers> Call, long Revision)>, Task> callOnce)
    {
        for (var round = 0; round < Rounds; round++)
        {
            await _server.CallAsync(ApplicationMasterMethods.DeleteRange, new DeleteRangeRequest());
            var history = new ConcurrentBag<(RecordedCall<Registers> Call, long Revision)>();
            await Task.WhenAll(Enumerable.Range(0, Clients).Select(client => Task.Run(
                async () =>
                {
                    var random = new Random((round * Clients) + client);
                    for (var call = 0; call < CallsPerClient; call++)
                        await callOnce(client, random, history);
                },
                Cancellation)));

            var calls = history.OrderBy(static entry => entry.Call.Start).ToList();
            var text = $"Round {round}: {string.Join("; ", calls.Select(static entry => $"{entry.Call.Start}-{entry.Call.End} {entry.Call.Text} at {entry.Revision}"))}";
            Assert.True(LinearizabilityChecker.IsLinearizable(calls.ConvertAll(static entry => entry.Call), default), text);
            Assert.All(calls, later => Assert.True(calls.All(earlier => earlier.Call.End > later.Call.Start || earlier.Revision <= later.Revision), text));
        }
    }

    private Task CallOnceAsync(
        GrpcChannel channel, int kind, string key, int value, ConcurrentBag<(RecordedCall<Registers> Call, long Revision)> history) => kind switch
    {
        0 => RecordAsync(
            history,
            async () =>
            {
                var response = await KeyValueServer.CallAsync(channel, ApplicationMasterMethods.PutKey, PutOf(key, value));
                return new Answer(Digit(response.Previous), response.Revision);
            },
            (state, previous) => state.Get(key) == previous ? state.With(key, value) : null,
            $"put {key} {value}"),
        1 => RecordAsync(
            history,
            async () =>
            {
                var response = await KeyValueServer.CallAsync(channel, ApplicationMasterMethods.GetRange, GetOf(key));
                return new Answer(Digit(response.Result.SingleOrDefault()), response.Revision);
            },
            (state, found) => state.Get(key) == found ? state : null,
            $"get {key}"),
        2 => RecordAsync(
            history,
            async () =>
            {
                var delete = new DeleteRangeRequest { Start = key, End = key + '\0', ResultType = DeleteRangeRequest.Types.ResultType.Items };
                var response = await KeyValueServer.CallAsync(channel, ApplicationMasterMethods.DeleteRange, delete);
                return new Answer(Digit(response.Result.SingleOrDefault()), response.Revision);
            },
            (state, removed) => state.Get(key) == removed ? state.With(key, 0) : null,
            $"delete {key}"),
        3 => RecordAsync(
            history,
            async () =>
            {
                var both = new TransactionRequest { OnSuccess = { new OpRequest { GetRange = GetOf("a") }, new OpRequest { GetRange = GetOf("b") } } };
                var response = await KeyValueServer.CallAsync(channel, ApplicationMasterMethods.Transaction, both);
                var digits = response.Result.Select(static result => Digit(result.GetRange.Result.SingleOrDefault())).ToArray();
                return new Answer((digits[0] * 10) + digits[1], response.Revision);
            },
            static (state, both) => (state.A * 10) + state.B == both ? state : null,
            "get both"),
        _ => RecordAsync(
            history,
            async () =>
            {
                var ifOther = new TransactionRequest
                {
                    Condition = { new Condition { Key = Other(key), Operator = Condition.Types.Operator.NotEqual } },
                    OnSuccess = { new OpRequest { PutKey = PutOf(key, value) } },
                };
                var response = await KeyValueServer.CallAsync(channel, ApplicationMasterMethods.Transaction, ifOther);
                return new Answer(response.Succeeded ? 1 : 0, response.Revision);
            },
            (state, done) => (state.Get(Other(key)) != 0) == (done == 1) ? (done == 1 ? state.With(key, value) : state) : null,
            $"put {key} {value} if the other is set"),
    };

    private async Task RecordAsync(
        ConcurrentBag<(RecordedCall<Registers>, long)> history, Func<Task<Answer>> call, Func<Registers, int, Registers?> apply, string text)
    {
        var started = Interlocked.Increment(ref _clock);
        var answer = await call();
        var ended = Interlocked.Increment(ref _clock);
        history.Add((
            new RecordedCall<Registers>(started, ended, state => apply(state, answer.Result), $"{text} -> {answer.Result}"), answer.Revision));
    }

    private static string Other(string key) => key == "a" ? "b" : "a";

    private static string Text(int digit) => digit.ToString(CultureInfo.InvariantCulture);

    private static PutKeyRequest PutOf(string key, int value) =>
        new() { Key = key, Value = ByteString.CopyFromUtf8(Text(value)), ReturnPrevious = true };

    private static GetRangeRequest GetOf(string key) => new() { Start = key, End = key + '\0' };

    private static int Digit(Protocol.KeyValue? entry) => Digit(entry?.Value.ToByteArray());

    private static int Digit(byte[]? value) => value is null ? 0 : value[0] - '0';

    /// <summary>What a call returned, as a number, and the revision it told; 0 where it tells none.</summary>
    private readonly record struct Answer(int Result, long Revision = 0);
}
