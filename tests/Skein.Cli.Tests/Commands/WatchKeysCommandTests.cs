using Google.Protobuf;
using Skein.Protocol;

namespace Skein.Cli.Tests.Commands;

public sealed class WatchKeysCommandTests
{
    private static readonly KeyValue Entry = new()
    {
        Key = "a", Value = ByteString.CopyFromUtf8("two\nlines"), Owner = new ContainerInstance { ServiceName = "worker", Instance = 2 },
    };

    [Fact]
    public async Task Changes_are_shown_as_they_come_until_the_application_ends()
    {
        await using var container = await FakeContainer.StartAsync();
        var watching = container.RunAsync("kv", "watch", "current");
        await container.Master.Watching.Task;
        container.Master.Put(new PutKeyRequest { Key = Entry.Key, Value = Entry.Value });
        Assert.Equal(@"PUT a two\nlines", await container.Output.ReadAsync());
        container.Master.Announce(new WatchResponse { Type = WatchResponse.Types.Type.Delete, Event = { new KeyValue { Key = "a" } } });
        Assert.Equal("DELETE a", await container.Output.ReadAsync());
        await container.Master.StopAsync();
        Assert.Equal(1, await watching);
    }

    [Fact]
    public async Task Each_change_is_a_line_of_JSON_where_that_is_asked_for()
    {
        await using var container = await FakeContainer.StartAsync();
        var watching = container.RunAsync("kv", "watch", "current", "--json");
        await container.Master.Watching.Task;
        container.Master.Put(new PutKeyRequest { Key = Entry.Key, Value = Entry.Value, Owner = Entry.Owner });
        Assert.Equal("""{"type":"PUT","revision":1,"key":"a","value":"two\nlines","owner":"worker_2"}""", await container.Output.ReadAsync());
        container.Master.Announce(new WatchResponse { Type = WatchResponse.Types.Type.Delete, Event = { new KeyValue { Key = "a" } } });
        Assert.Equal("""{"type":"DELETE","revision":1,"key":"a"}""", await container.Output.ReadAsync());
        await container.Master.StopAsync();
        Assert.Equal(1, await watching);
    }

    [Theory]
    [InlineData("", "", WatchCreateRequest.Types.Type.All, 0)]
    [InlineData("a", "a\0", WatchCreateRequest.Types.Type.All, 0, "--key", "a")]
    [InlineData("a", "b", WatchCreateRequest.Types.Type.Put, 0, "--prefix", "a", "--type", "put")]
    [InlineData("a", "c", WatchCreateRequest.Types.Type.Delete, 7, "--start", "a", "--end", "c", "--type", "delete", "--since", "7")]
    public async Task What_is_watched_follows_from_the_options(
        string start, string end, WatchCreateRequest.Types.Type type, long since, params string[] options)
    {
        await using var container = await FakeContainer.StartAsync();
        container.Master.EndsWatches = true;
        Assert.Equal(1, await container.RunAsync(["kv", "watch", "current", .. options]));
        Assert.Equal(
            new WatchRequest { Create = new WatchCreateRequest { Start = start, End = end, EventType = type, StartRevision = since } },
            Assert.Single(container.Requests));
    }

    [Theory]
    [InlineData("--key", "a", "--prefix", "b")]
    [InlineData("--prefix", "a", "--end", "b")]
    [InlineData("--start", "z", "--end", "a")]
    [InlineData("--start", "a", "--end", "a")]
    [InlineData("--key", "")]
    [InlineData("--type", "all")]
    [InlineData("--since", "-1")]
    [InlineData("--since", "yesterday")]
    public async Task Options_that_contradict_each_other_are_wrong_usage(params string[] options)
    {
        await using var container = await FakeContainer.StartAsync();
        Assert.Equal(2, await container.RunAsync(["kv", "watch", "current", .. options]));
        Assert.Empty(container.Requests);
    }
}
