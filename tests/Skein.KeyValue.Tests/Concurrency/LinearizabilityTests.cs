using System.Collections.Concurrent;
using Skein.KeyValue.Operations;
using Skein.KeyValue.Transactions;

namespace Skein.KeyValue.Tests.Concurrency;

public sealed class LinearizabilityTests
{
    private const int Threads = 4;
    private const int CallsPerThread = 12;
    private const int Rounds = 150;

    private int _clock;

    [Theory]
    [InlineData(16)]
    [InlineData(0)] // A write that is overtaken once is everybody's.
    [InlineData(-1)] // All are.
    public async Task Every_recorded_history_is_linearizable(int patience)
    {
        for (var round = 0; round < Rounds; round++)
        {
            var store = new KeyValueStore { Patience = patience };
            var history = new ConcurrentBag<RecordedCall<Registers>>();
            await DedicatedThreads.RunAsync(Threads, thread =>
            {
                var random = new Random(round * Threads + thread);
                for (var call = 0; call < CallsPerThread; call++)
                {
                    history.Add(CallOnce(store, random));
                    if (random.Next(3) == 0)
                        Thread.Yield();
                }
            });

            var calls = history.OrderBy(static call => call.Start).ToList();
            Assert.True(
                LinearizabilityChecker.IsLinearizable(calls, default),
                $"Round {round}: {string.Join("; ", calls.Select(static call => $"{call.Start}-{call.End} {call.Text}"))}");
            StoreChecker.Check(store.Latest);
        }
    }

    private RecordedCall<Registers> CallOnce(KeyValueStore store, Random random)
    {
        var key = random.Next(2) == 0 ? "a" : "b";
        var value = random.Next(1, 10);
        return random.Next(5) switch
        {
            0 => Record(
                () => Digit(((PutResult)store.Execute(PutOf(key, value))).Previous),
                (state, previous) => state.Get(key) == previous ? state.With(key, value) : null,
                $"put {key} {value}"),
            1 => Record(
                () => Digit(((RangeResult)store.Execute(new GetRange(KeyRange.Single(key)))).Entries.SingleOrDefault()),
                (state, found) => state.Get(key) == found ? state : null,
                $"get {key}"),
            2 => Record(
                () => Digit(((RangeResult)store.Execute(new DeleteRange(KeyRange.Single(key)))).Entries.SingleOrDefault()),
                (state, removed) => state.Get(key) == removed ? state.With(key, 0) : null,
                $"delete {key}"),
            3 => Record(
                () => ReadBoth(store),
                static (state, both) => (state.A * 10) + state.B == both ? state : null,
                "get both"),
            _ => Record(
                () => PutIfOtherIsSet(store, key, value),
                (state, done) => (state.Get(Other(key)) != 0) == (done == 1) ? (done == 1 ? state.With(key, value) : state) : null,
                $"put {key} {value} if the other is set"),
        };
    }

    private RecordedCall<Registers> Record(Func<int> call, Func<Registers, int, Registers?> apply, string text)
    {
        var started = Interlocked.Increment(ref _clock);
        var result = call();
        var ended = Interlocked.Increment(ref _clock);
        return new RecordedCall<Registers>(started, ended, state => apply(state, result), $"{text} -> {result}");
    }

    private static int ReadBoth(KeyValueStore store)
    {
        var result = store.Execute(new Transaction([], [new GetRange(KeyRange.Single("a")), new GetRange(KeyRange.Single("b"))], []));
        var digits = result.Results.Select(static range => Digit(((RangeResult)range).Entries.SingleOrDefault())).ToArray();
        return (digits[0] * 10) + digits[1];
    }

    private static int PutIfOtherIsSet(KeyValueStore store, string key, int value)
    {
        var otherIsSet = new ValueCondition(Other(key), ConditionOperator.NotEqual, null);
        return store.Execute(new Transaction([otherIsSet], [PutOf(key, value)], [])).Succeeded ? 1 : 0;
    }

    private static string Other(string key) => key == "a" ? "b" : "a";

    private static Put PutOf(string key, int value) => new() { Key = key, Value = new[] { (byte)value } };

    private static int Digit(KeyValueEntry? entry) => entry is null ? 0 : entry.Value.Span[0];
}
