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

    private async Task RunAsync(params string[] arguments) => (await SkeinProcess.RunAsync(
        Command, [.. arguments, "--dir", directory], new Dictionary<string, string?>(), input: null)).Successful();
}
