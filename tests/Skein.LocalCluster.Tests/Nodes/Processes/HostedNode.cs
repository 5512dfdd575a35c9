namespace Skein.LocalCluster.Tests.Nodes.Processes;

/// <summary>A node in a process of its own, for <see cref="OrphanTests"/> to kill. Runs when it is asked for by name.</summary>
public sealed class HostedNode
{
    /// <summary>Environment variable with the directory of the node.</summary>
    public const string RootVariable = "SKEIN_TEST_HOSTED_NODE";

    /// <summary>Name of the pipe in that directory which tells the container that its node knows that it runs.</summary>
    public const string Known = "known";

    /// <summary>Environment variable with the command of its one container.</summary>
    public const string CommandVariable = "SKEIN_TEST_HOSTED_COMMAND";

    [Fact(Explicit = true)]
    public async Task Runs_a_container_until_it_is_killed()
    {
        var root = Environment.GetEnvironmentVariable(RootVariable);
        Assert.SkipWhen(root is null, $"{RootVariable} names no directory");
        await using var room = await NodeRoom.OpenAsync(root: root);
        room.Start(NodeRoom.Container(1), NodeRoom.Command(Environment.GetEnvironmentVariable(CommandVariable)!));
        await room.RunningOf(NodeRoom.Container(1));
        await File.WriteAllTextAsync(Path.Combine(root!, Known), "\n", TestContext.Current.CancellationToken);
        await room.EndOf(NodeRoom.Container(1));
    }
}
