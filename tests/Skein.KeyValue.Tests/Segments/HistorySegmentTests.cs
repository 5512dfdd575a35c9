using FsCheck;
using FsCheck.Fluent;
using Skein.KeyValue.Changes;
using Skein.KeyValue.Operations;
using Skein.KeyValue.Segments;
using Skein.KeyValue.Tests.Concurrency;
using Skein.KeyValue.Tests.Model;
using Skein.KeyValue.Transactions;

namespace Skein.KeyValue.Tests.Segments;

public sealed class HistorySegmentTests
{
    private const int LargerThanPacked = 20_000;

    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    public void Any_steps_are_read_from_each_position_as_they_were_committed(long segmentVolume) =>
        Prop.ForAll(Steps.Arbitrary, steps =>
        {
            var packing = new KeyValueStore(long.MaxValue, segmentVolume);
            var keeping = new KeyValueStore(long.MaxValue, long.MaxValue);
            var model = new ModelStore();
            foreach (var step in steps)
            {
                step.OnModel(model);
                step.OnStore(packing, model.StateOf);
                step.OnStore(keeping, model.StateOf);
            }

            for (var number = 0; number <= keeping.Latest.Number; number++)
                Assert.Equal(ReadFrom(keeping, number), ReadFrom(packing, number));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(100));

    [Fact]
    public void Commits_of_every_shape_come_back_from_a_segment()
    {
        var store = new KeyValueStore(long.MaxValue, long.MaxValue);
        var first = store.Latest.Position;
        store.Execute(new Put { Key = "\ud800 alone", Value = Array.Empty<byte>() });
        store.Execute(new Put { Key = "owned", Value = new byte[] { 1, 2, 3 }, Owner = new Owner("worker", 7) });
        store.DeleteOwnedBy("nobody", 0);
        store.Execute(new Put { Key = "large", Value = new byte[LargerThanPacked] });
        store.Execute(new Transaction([], [new Put { Key = "a", Value = new byte[1] }, new DeleteRange(KeyRange.All)], []));
        store.Execute(new Put { Key = "last", Value = new byte[2] });
        var before = ReadFrom(store, 0);

        var segment = HistorySegment.Of(first, store.Latest.Position)!;
        segment.Replace(first);

        Assert.Equal(6, before.Count);
        Assert.Equal(before, ReadFrom(store, 0));
        Assert.Same(first.Next, first.Next);
        Assert.Same(store.Latest.Position, segment.Find(6));
    }

    [Fact]
    public void Whoever_stands_in_a_segment_that_is_emptied_is_cut_off()
    {
        var store = new KeyValueStore(long.MaxValue, 1);
        store.Execute(new Put { Key = "a", Value = new byte[1] });
        var standing = store.Latest.Position;
        store.Execute(new Put { Key = "b", Value = new byte[1] });
        Assert.False(standing.IsCutOff);

        var segment = HistorySegment.Of(standing, store.Latest.Position)!;
        segment.Replace(standing);
        segment.Empty();

        Assert.True(standing.IsCutOff);
        Assert.Null(standing.Next);
        Assert.Null(HistorySegment.Of(standing, store.Latest.Position));
    }

    [Fact]
    public void A_segment_that_is_emptied_before_its_positions_lead_there_leaves_them_as_they_are_until_then()
    {
        var store = new KeyValueStore(long.MaxValue, long.MaxValue);
        var first = store.Latest.Position;
        store.Execute(new Put { Key = "a", Value = new byte[1] });
        var segment = HistorySegment.Of(first, store.Latest.Position)!;

        segment.Empty();
        Assert.Same(store.Latest.Position, first.Next);

        segment.Replace(first);
        Assert.True(first.IsCutOff);
        Assert.True(store.Latest.Position.IsLast);
    }

    [Fact]
    public void What_has_been_packed_keeps_none_of_the_objects_it_was_made_from()
    {
        const int Commits = 20;
        var store = new KeyValueStore(long.MaxValue, segmentVolume: 1000);
        var value = PutAndForget(store);
        for (var i = 1; i < Commits; i++)
            store.Execute(new Put { Key = "k", Value = new byte[1] });

        GC.Collect();

        Assert.False(value.TryGetTarget(out _));
        Assert.Equal(Commits, ReadFrom(store, 0).Count);
    }

    [Fact]
    public async Task Positions_can_be_found_while_writers_pack_and_empty_what_is_there()
    {
        const int Writers = 3;
        const int Commits = 3000;
        var store = new KeyValueStore(historyVolume: 20_000, segmentVolume: 500);
        var writing = Writers;
        await DedicatedThreads.RunAsync(Writers + 1, thread =>
        {
            if (thread < Writers)
            {
                for (var i = 0; i < Commits; i++)
                    store.Execute(new Put { Key = $"{thread}", Value = BitConverter.GetBytes(i) });
                Interlocked.Decrement(ref writing);
                return;
            }

            for (var random = new Random(1); Volatile.Read(ref writing) > 0;)
            {
                var oldest = store.OldestNumber;
                var number = random.NextInt64(oldest, store.Latest.Number + 1);
                if (!store.TryFind(number, out var position))
                {
                    Assert.True(number < store.OldestNumber);
                    continue;
                }

                Assert.Equal(number, position.Number);
                while (position.Next is { } next)
                {
                    Assert.Equal(position.Number + 1, next.Number);
                    Assert.Single(next.Changes);
                    position = next;
                }
            }
        });

        Assert.Equal(Writers * Commits, store.Latest.Number);
        Assert.InRange(store.Latest.Number - store.OldestNumber, 1, 20_000 / 100);
    }

    private static WeakReference<byte[]> PutAndForget(KeyValueStore store)
    {
        var value = new byte[100];
        store.Execute(new Put { Key = "k", Value = value });
        return new WeakReference<byte[]>(value);
    }

    private static List<string> ReadFrom(KeyValueStore store, long number)
    {
        Assert.True(store.TryFind(number, out var from));
        using var follower = store.Follow(from);
        var commits = new List<string>();
        while (follower.TryRead(out var commit))
            commits.Add($"{commit.Number}: {string.Join("; ", commit.Changes.Select(Draw))}");
        return commits;
    }

    private static string Draw(Change change) => change switch
    {
        PutChange put => $"+{Drawing.Of([put.Entry])}",
        DeleteChange delete => $"-{Drawing.Of(delete.Entries)}",
        _ => throw new InvalidOperationException(),
    };
}
