using System.Collections.Concurrent;
using System.Globalization;
using Skein.Protocol;
using static Skein.ApplicationMaster.Tests.KeyValue.Messages;

namespace Skein.ApplicationMaster.Tests.KeyValue;

/// <summary>What clients on the network see of changes that others make at the same time.</summary>
public sealed class WatchOverGrpcTests : IAsyncLifetime
{
    private const int Writers = 4;
    private const int CallsPerWriter = 200;

    private KeyValueServer _server = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await KeyValueServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Watchers_that_start_at_any_moment_or_revision_see_every_change_once_and_in_order()
    {
        // What each revision did, by those who did it: every call of theirs is one change.
        var done = new ConcurrentDictionary<long, string>();
        var writing = Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(() => WriteAsync(writer, done), Cancellation)));
        var watching = new List<Task<Seen>> { WatchAsync(0), WatchAsync(1) };
        while (!writing.IsCompleted && watching.Count < 50)
        {
            watching.Add(WatchAsync(watching.Count % 2));
            await Task.WhenAny(writing, _server.CallAsync(ApplicationMasterMethods.GetRange, GetAll));
        }

        await writing;
        var last = await _server.CallAsync(ApplicationMasterMethods.PutKey, Put("end", "end"));
        Assert.True(done.TryAdd(last.Revision, "PUT end=end"));

        var story = done.OrderBy(static change => change.Key).Select(static change => $"{change.Key} {change.Value}").ToList();
        Assert.Equal(last.Revision, story.Count);
        Assert.All(await Task.WhenAll(watching), seen => Assert.Equal(story.Skip((int)seen.After), seen.Events));
    }

    private async Task WriteAsync(int writer, ConcurrentDictionary<long, string> done)
    {
        using var channel = _server.OpenChannel();
        for (var i = 0; i < CallsPerWriter; i++)
        {
            var (key, value) = ($"{writer}-{i % 7}", i.ToString(CultureInfo.InvariantCulture));
            var put = await KeyValueServer.CallAsync(channel, ApplicationMasterMethods.PutKey, Put(key, value));
            Assert.True(done.TryAdd(put.Revision, $"PUT {key}={value}"));
            if (i % 3 != 0)
                continue;
            var delete = await KeyValueServer.CallAsync(channel, ApplicationMasterMethods.DeleteRange, Delete(key, key + '\0'));
            Assert.True(done.TryAdd(delete.Revision, $"DELETE {key}="));
        }
    }

    /// <summary>Watches all keys until the one that is put last.</summary>
    private async Task<Seen> WatchAsync(long startRevision)
    {
        await using var call = _server.Channel.OpenDuplex(ApplicationMasterMethods.Watch, Cancellation);
        await call.WriteAsync(new WatchRequest { Create = new WatchCreateRequest { StartRevision = startRevision } }, Cancellation);
        var seen = new Seen(0, []);
        await foreach (var response in call.ReadAllAsync(Cancellation))
        {
            if (response.Type == WatchResponse.Types.Type.Create)
                seen = seen with { After = response.Revision };
            else
                seen.Events.Add($"{response.Revision} {response.Type.ToString().ToUpperInvariant()} {Draw(response.Event)}");
            if (response.Event is [{ Key: "end" }])
                break;
        }

        return seen;
    }

    /// <summary>What one watcher was told.</summary>
    /// <param name="After">The revision it started after.</param>
    /// <param name="Events">The events in their order.</param>
    private sealed record Seen(long After, List<string> Events);
}
