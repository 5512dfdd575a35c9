using FsCheck;
using FsCheck.Fluent;
using Skein.KeyValue.Ordered;

namespace Skein.KeyValue.Tests.Ordered;

public sealed class BPlusTreeTests
{
    [Fact]
    public void The_worked_example_is_drawn_as_the_comment_has_it()
    {
        var nine = Of(Enumerable.Range(1, 9));
        var ten = nine.Put(10);
        var without = ten.Remove(ten.RankOf(3), 2);
        var mended = without.Remove(without.RankOf(6), 1);

        Assert.Equal("3 5 7 : [1 2][3 4][5 6][7 8 9]", TreeDrawing.Draw(nine));
        Assert.Equal("3 5 7 : =[1 2]=[3 4]=[5 6][7 8 9 10]", TreeDrawing.Draw(ten, nine));
        Assert.Equal("5 7 : =[1 2]=[5 6]=[7 8 9 10]", TreeDrawing.Draw(without, ten));
        Assert.Equal("7 : [1 2 5]=[7 8 9 10]", TreeDrawing.Draw(mended, without));
    }

    [Fact]
    public void An_empty_tree_has_no_root_again_after_all_is_removed()
    {
        var tree = Of(Enumerable.Range(0, 100));

        Assert.Null(tree.Remove(0, 100).Root);
        Assert.Equal(0, tree.Remove(0, 100).Count);
    }

    [Fact]
    public void An_item_with_an_equal_key_takes_the_place_of_the_old_one()
    {
        var old = new KeyValueEntry("k", "old"u8.ToArray());
        var young = new KeyValueEntry("k", "new"u8.ToArray());

        var tree = default(BPlusTree<EntryItem, EntryKey, EntriesByKey>).Put(new EntryItem(old)).Put(new EntryItem(young));

        Assert.Same(young, Assert.Single(tree.Slice(0, tree.Count)).Entry);
    }

    [Fact]
    public void Every_range_can_be_cut_out_of_a_deep_tree()
    {
        const int Size = 70;
        var all = Enumerable.Range(0, Size).ToArray();
        var tree = Of(all);
        for (var from = 0; from <= Size; from++)
        {
            for (var to = from; to <= Size; to++)
            {
                var rest = tree.Remove(from, to - from);
                TreeChecker.Check(rest);
                Assert.Equal([.. all[..from], .. all[to..]], rest.Slice(0, rest.Count));
                Assert.Equal(all[from..to], tree.Slice(from, to - from));
            }
        }
    }

    [Fact]
    public void Any_puts_and_removals_leave_what_a_sorted_set_would_have()
    {
        var step = Gen.OneOf(
            Gen.Choose(0, 200).Select(static item => (Put: true, item, count: 1)),
            Gen.Choose(0, 200).Select(static item => (Put: true, item, count: 1)),
            Gen.Choose(0, 200).SelectMany(static item => Gen.Choose(1, 12).Select(count => (Put: false, item, count))));
        Prop.ForAll(step.ArrayOf(300).ToArbitrary(), static steps =>
        {
            var tree = default(BPlusTree<int, int, NumbersInFours>);
            var model = new SortedSet<int>();
            foreach (var (put, item, count) in steps)
            {
                if (put)
                {
                    model.Add(item);
                    tree = tree.Put(item);
                }
                else
                {
                    var rank = tree.RankOf(item);
                    Assert.Equal(model.Count(other => other < item), rank);
                    tree = tree.Remove(rank, Math.Min(count, tree.Count - rank));
                    foreach (var gone in model.Where(other => other >= item).Take(count).ToList())
                        model.Remove(gone);
                }

                TreeChecker.Check(tree);
                Assert.Equal(model.Contains(item), tree.TryGet(item, out _));
            }

            Assert.Equal(model, tree.Slice(0, tree.Count));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(50));
    }

    [Fact]
    public void A_hundred_thousand_items_are_four_levels_deep()
    {
        var tree = default(BPlusTree<EntryItem, EntryKey, EntriesByKey>);
        for (var i = 0; i < 100_000; i++)
            tree = tree.Put(new EntryItem(new KeyValueEntry((i * 7919 % 100_000).ToString("d6", null), default)));

        TreeChecker.Check(tree);
        Assert.Equal(100_000, tree.Count);
        var depth = 1;
        for (var node = tree.Root; node is Branch<EntryItem, EntryKey, EntriesByKey> branch; node = branch.Children[0])
            depth++;
        Assert.InRange(depth, 3, 4);
    }

    private static BPlusTree<int, int, NumbersInFours> Of(IEnumerable<int> items) =>
        items.Aggregate(default(BPlusTree<int, int, NumbersInFours>), static (tree, item) => tree.Put(item));
}
