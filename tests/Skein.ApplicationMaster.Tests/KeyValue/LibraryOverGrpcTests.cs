using Skein.Client;
using Skein.Grpc;
using KeyRange = Skein.Client.KeyRange;

namespace Skein.ApplicationMaster.Tests.KeyValue;

/// <summary>The client that programs use against the store that serves them.</summary>
public sealed class LibraryOverGrpcTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_watch_from_the_revision_after_a_listing_misses_nothing()
    {
        await using var server = await KeyValueServer.StartAsync();
        using var client = server.OpenClient();
        var store = client.KeyValue;
        var range = KeyRange.WithPrefix("k");
        var first = await store.PutAsync("k1", "a"u8.ToArray(), null, Cancellation);
        var listing = await store.ListAsync(range, Cancellation);
        Assert.Equal(first, listing.Revision);

        var outcome = await store.TransactAsync(
            new KeyTransaction()
                .If(KeyCondition.Value("k1", KeyComparison.Equal, "a"u8.ToArray()))
                .Then(KeyOperation.Swap("k1", "b"u8.ToArray()), KeyOperation.Put("k2", "c"u8.ToArray()), KeyOperation.PopRange(range)),
            Cancellation);
        Assert.True(outcome.Succeeded);
        Assert.Equal(first + 1, outcome.Revision);
        Assert.Equal([1, 0, 2], outcome.Results.Select(result => result.Count));
        Assert.Equal("a", outcome.Results[0].Entry?.Text);

        var seen = new List<string>();
        await foreach (var change in store.WatchAsync(range, kind: null, listing.Revision + 1, Cancellation))
        {
            Assert.Equal(outcome.Revision, change.Revision);
            seen.Add($"{change.Kind} {change.Key} {change.Entry.Text}");
            if (seen.Count == 4)
                break;
        }

        Assert.Equal(["Put k1 b", "Put k2 c", "Delete k1 ", "Delete k2 "], seen);
    }

    [Fact]
    public async Task A_watch_from_a_revision_that_is_yet_to_come_is_refused()
    {
        await using var server = await KeyValueServer.StartAsync();
        using var client = server.OpenClient();
        var e = await Assert.ThrowsAsync<GrpcException>(() => client.KeyValue.OpenWatchAsync(KeyRange.All, null, 99, Cancellation));
        Assert.Equal(GrpcStatusCode.OutOfRange, e.Status);
    }
}
