using FsCheck;
using FsCheck.Fluent;
using Skein.KeyValue.Changes;

namespace Skein.KeyValue.Tests.Model;

public sealed class ModelTests
{
    [Theory]
    [InlineData(16)]
    [InlineData(-1)] // Every write is done as one that was overtaken.
    public void Any_steps_have_the_results_and_leave_the_entries_that_the_model_has(int patience) =>
        Prop.ForAll(Steps.Arbitrary, steps =>
        {
            var store = new KeyValueStore { Patience = patience };
            var model = new ModelStore();
            foreach (var step in steps)
            {
                Assert.Equal(step.OnModel(model), step.OnStore(store, model.StateOf));
                Assert.Equal(Drawing.Of(model.Entries), Drawing.Of(store.Latest.Entries.List(KeyRange.All)));
                StoreChecker.Check(store.Latest);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(150));

    [Theory]
    [InlineData(16, long.MaxValue)]
    [InlineData(-1, long.MaxValue)]
    [InlineData(16, 1)] // Every commit is packed before it is read.
    [InlineData(16, 1000)]
    public void The_changes_of_any_steps_lead_from_each_revision_to_the_next(int patience, long segmentVolume) =>
        Prop.ForAll(Steps.Arbitrary, steps =>
        {
            var store = new KeyValueStore(long.MaxValue, segmentVolume) { Patience = patience };
            var model = new ModelStore();
            var replica = new SortedDictionary<string, KeyValueEntry>(StringComparer.Ordinal);
            using var follower = store.Follow();
            foreach (var step in steps)
            {
                step.OnModel(model);
                step.OnStore(store, model.StateOf);
                while (follower.TryRead(out var commit))
                {
                    foreach (var change in commit.Changes)
                        Replay(change, replica);
                }

                Assert.Equal(Drawing.Of(replica.Values), Drawing.Of(store.Latest.Entries.List(KeyRange.All)));
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(100));

    private static void Replay(Change change, SortedDictionary<string, KeyValueEntry> replica)
    {
        if (change is PutChange put)
        {
            replica[put.Entry.Key] = put.Entry;
            return;
        }

        var removed = ((DeleteChange)change).Entries;
        Assert.NotEmpty(removed);
        Assert.Equal(removed.Select(static entry => entry.Key).Order(StringComparer.Ordinal), removed.Select(static entry => entry.Key));
        foreach (var entry in removed)
            Assert.True(replica.Remove(entry.Key));
    }
}
