using Google.Protobuf;
using Skein.Protocol;

namespace Skein.Cli.Tests.Commands;

/// <summary>Commands that change a running application say to its master what they were told.</summary>
public sealed class ContainerCommandTests
{
    public static TheoryData<string, IMessage> Said => new()
    {
        { "container scale current -s a -n 3", new ScaleRequest { ServiceName = "a", Count = 3 } },
        { "container scale current -s a --delta 2", new ScaleRequest { ServiceName = "a", Delta = 2 } },
        { "container scale current -s a --delta -2", new ScaleRequest { ServiceName = "a", Delta = -2 } },
        { "container add current -s a --env X=1 --env Y=a=b", new AddContainerRequest { ServiceName = "a", Env = { ["X"] = "1", ["Y"] = "a=b" } } },
        { "container kill current --id my_worker_3", new ContainerInstance { ServiceName = "my_worker", Instance = 3 } },
        { "application progress current 0.25", new SetProgressRequest { Progress = 0.25f } },
        { "application progress current 75%", new SetProgressRequest { Progress = 0.75f } },
    };

    [Theory]
    [MemberData(nameof(Said))]
    public async Task Master_is_told(string command, IMessage request)
    {
        await using var container = await FakeContainer.StartAsync();
        Assert.Equal((0, ""), (await container.RunAsync(command.Split(' ')), container.Error.ToString()));
        Assert.Equal(request, Assert.Single(container.Requests));
    }

    [Theory]
    [InlineData("container scale current -s a")]
    [InlineData("container scale current -s a -n many")]
    [InlineData("container scale current -s a -n 1 --delta 1")]
    [InlineData("container scale current -s a -n -1")]
    [InlineData("container add current")]
    [InlineData("container add current -s a --env X")]
    [InlineData("container add current -s a --env =1")]
    [InlineData("container kill current --id worker")]
    [InlineData("container logs current")]
    [InlineData("application progress current 1.5")]
    [InlineData("application progress current 101%")]
    [InlineData("application progress current half")]
    [InlineData("application progress current NaN")]
    [InlineData("node ls --state UP")]
    public async Task Wrong_usage_is_told_and_nothing_is_sent(string command)
    {
        await using var container = await FakeContainer.StartAsync();
        Assert.Equal(2, await container.RunAsync(command.Split(' ')));
        Assert.StartsWith("Error: ", container.Error.ToString());
        Assert.Empty(container.Requests);
    }

    [Fact]
    public async Task Added_container_is_named()
    {
        await using var container = await FakeContainer.StartAsync();
        Assert.Equal(0, await container.RunAsync("container", "add", "current", "-s", "a"));
        Assert.Equal("a_0\n", container.Output.ToString());
    }
}
