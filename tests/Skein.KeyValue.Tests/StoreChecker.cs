using Skein.KeyValue.Tests.Ordered;

namespace Skein.KeyValue.Tests;

/// <summary>Checks what must hold for every revision.</summary>
internal static class StoreChecker
{
    public static void Check(Revision revision)
    {
        TreeChecker.Check(revision.Entries.Tree);
        TreeChecker.Check(revision.ByOwner);
        var owned = revision.Entries.List(KeyRange.All)
            .Where(static entry => entry.Owner is not null)
            .Select(static entry => (entry.Owner!.Value, entry.Key))
            .Order();
        var indexed = revision.ByOwner.Slice(0, revision.ByOwner.Count).Select(static item => (item.Owner, item.Key));
        Assert.Equal(owned.ToHashSet(), indexed.ToHashSet());
    }
}
