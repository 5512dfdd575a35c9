namespace Skein.EndToEnd.Tests.Support;

/// <summary>The daemons of the test run's cluster, killed and started as <c>build/hadoop</c> does it.</summary>
internal sealed class ClusterDaemons(string directory)
{
    private static readonly string Command = RepositoryRoot.Beneath("build", "hadoop");

    /// <summary>Kills a daemon at once, as a power cut would; disposing of the result brings it back for the tests to come.</summary>
    /// <param name="role">As <c>build/hadoop</c> names it: nn, rm, dn1, nm1.</param>
    public async Task<KilledDaemon> KillAsync(string role)
    {
        await RunAsync("kill", role);
        return new KilledDaemon(() => RunAsync("start", role));
    }

    /// <summary>Kills the active one of two; as <see cref="KillAsync"/>.</summary>
    /// <param name="kind">nn or rm.</param>
    public async Task<KilledDaemon> KillActiveAsync(string kind) => await KillAsync((await RunAsync("active", kind)).Text);

    /// <summary>Has the standby one of two become the active one, and the active one stand down.</summary>
    /// <param name="kind">nn or rm.</param>
    public Task FailOverAsync(string kind) => RunAsync("failover", kind);

    private async Task<CommandResult> RunAsync(params string[] arguments) => (await SkeinProcess.RunAsync(
        Command, [.. arguments, "--dir", directory], new Dictionary<string, string?>(), input: null)).Successful();
}
