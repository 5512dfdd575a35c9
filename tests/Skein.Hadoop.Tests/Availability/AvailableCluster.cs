using System.Diagnostics;
using Skein.Hadoop.Configuration;

namespace Skein.Hadoop.Tests.Availability;

/// <summary>A real cluster with two NameNodes and two ResourceManagers, whose daemons may be killed.</summary>
public sealed class AvailableCluster : IAsyncLifetime
{
    private const int NoHadoop = 3;

    private readonly string _directory = RepositoryRoot.Beneath(".work", "test", "available-cluster");
    private string? _missing;

    /// <summary>Its configuration; skips the test where there is no Hadoop, and fails it in CI.</summary>
    internal HadoopConfiguration Configuration
    {
        get
        {
            if (_missing is not null)
            {
                Assert.False(Environment.GetEnvironmentVariable("CI") == "true", $"CI has to bring a Hadoop: {_missing}");
                Assert.Skip(_missing);
            }

            return HadoopConfiguration.Load(Path.Combine(_directory, "conf"), static _ => null);
        }
    }

    public async ValueTask InitializeAsync()
    {
        await RunAsync("down");
        var (status, text) = await RunAsync("up", "--ha");
        if (status == NoHadoop)
            _missing = text;
        else
            Assert.True(status == 0, text);
    }

    public async ValueTask DisposeAsync() => await RunAsync("down");

    /// <summary>Kills the active one at once, as a power cut would, and returns its role.</summary>
    /// <param name="kind"><c>nn</c> or <c>rm</c>.</param>
    internal async Task<string> KillActiveAsync(string kind)
    {
        var role = (await RunSuccessfullyAsync("active", kind)).Trim();
        await RunSuccessfullyAsync("kill", role);
        return role;
    }

    /// <summary>Starts a daemon again, and waits until the cluster takes work.</summary>
    internal Task StartAsync(string role) => RunSuccessfullyAsync("start", role);

    private async Task<string> RunSuccessfullyAsync(params string[] arguments)
    {
        var (status, text) = await RunAsync(arguments);
        Assert.True(status == 0, text);
        return text;
    }

    // What it prints, errors last. It is not given up half-way: daemons would be left behind.
    private async Task<(int Status, string Text)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(RepositoryRoot.Beneath("build", "hadoop"), [.. arguments, "--dir", _directory])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await error);
    }
}
