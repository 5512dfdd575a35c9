using System.Text;
using Skein.KeyValue.Changes;
using Skein.KeyValue.Operations;
using Skein.KeyValue.Transactions;

namespace Skein.KeyValue.Tests;

/// <summary>A store that is checked after every operation that is done through this, and when the test is over.</summary>
public abstract class StoreFixture : IDisposable
{
    private readonly Follower _history;

    protected StoreFixture()
    {
        Store = new KeyValueStore();
        First = Store.Latest.Position;
        _history = Store.Follow(First);
    }

    protected KeyValueStore Store { get; }

    /// <summary>The beginning, which keeps the whole chain alive.</summary>
    protected Position First { get; }

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        StoreChecker.Check(Store.Latest);
        _history.Dispose();
    }

    protected static Put PutOf(string key, string value, Owner? owner = null) =>
        new() { Key = key, Value = Encoding.UTF8.GetBytes(value), Owner = owner };

    protected OperationResult Put(string key, string value, Owner? owner = null) =>
        Checked(Store.Execute(PutOf(key, value, owner)));

    protected RangeResult Delete(string start, string end) =>
        (RangeResult)Checked(Store.Execute(new DeleteRange(new KeyRange(start, end))));

    protected TransactionResult Do(params Operation[] operations) => Checked(Store.Execute(new Transaction([], operations, [])));

    /// <summary>The store as text, such as <c>a=1 b=2@worker_0</c>.</summary>
    protected string Contents() => Draw(Store.Latest.Entries.List(KeyRange.All));

    protected static string Draw(IEnumerable<KeyValueEntry> entries) => string.Join(' ', entries.Select(Draw));

    /// <summary>What happened since the last call, such as <c>+a=1 -b,c</c>.</summary>
    protected string Events()
    {
        var text = new List<string>();
        while (_history.TryRead(out var commit))
            text.AddRange(commit.Changes.Select(Draw));
        return string.Join(' ', text);
    }

    protected static string Draw(Change change) => change switch
    {
        PutChange put => "+" + Draw(put.Entry),
        DeleteChange delete => "-" + string.Join(',', delete.Entries.Select(static entry => entry.Key)),
        _ => throw new InvalidOperationException(),
    };

    private TResult Checked<TResult>(TResult result)
    {
        StoreChecker.Check(Store.Latest);
        return result;
    }

    private static string Draw(KeyValueEntry entry) =>
        $"{entry.Key}={Encoding.UTF8.GetString(entry.Value.Span)}{(entry.Owner is { } owner ? $"@{owner}" : "")}";
}
