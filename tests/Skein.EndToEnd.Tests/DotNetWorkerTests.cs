using System.Text.RegularExpressions;
using Skein.EndToEnd.Tests.Support;

namespace Skein.EndToEnd.Tests;

/// <summary>The example of a .NET application, as its README tells it, on a real cluster.</summary>
[Collection(ClusterTests.Name)]
[Trait(ClusterTests.Needs, ClusterTests.AnyCluster)]
public sealed partial class DotNetWorkerTests(RealCluster cluster)
{
    [Fact]
    public async Task Ten_dotnet_workers_share_the_work_by_transactions()
    {
        using var user = cluster.User();
        var publish = Path.Combine(user.Folder, "publish");
        var project = Path.Combine(RepositoryPaths.DotNetWorker, "Primes.csproj");
        // The test's own environment: the user's home has neither the SDK's settings nor its packages.
        (await SkeinProcess.RunAsync(
            "dotnet",
            ["publish", project, "-c", "Release", "-r", "linux-x64", "--self-contained", "-o", publish, "-v", "quiet", "-nologo"],
            new Dictionary<string, string?>(),
            input: null)).Successful();
        (await user.RunAsync("pack", "-p", publish, "-o", Path.Combine(user.Folder, "primes.tar.gz"))).Successful();
        var specification = Path.Combine(user.Folder, "spec.yaml");
        File.Copy(Path.Combine(RepositoryPaths.DotNetWorker, "spec.yaml"), specification);

        await using var application = await TestApplication.SubmitAsync(user, specification);
        var report = await application.FinishedAsync();
        Assert.Equal("SUCCEEDED", report.GetProperty("final_status").GetString());

        var logs = await application.LogsAsync(text => text.Contains("primes below") && Counted().Count(text) >= 100);
        Assert.Contains($"100 tasks for {string.Join(", ", Enumerable.Range(0, 10).Select(worker => $"worker_{worker}"))}\n", logs);
        Assert.Matches("664579 primes below 10000000, counted by ([2-9]|10) workers\n", logs);
        var counted = Counted().Matches(logs).Select(match => match.Groups["task"].Value).ToList();
        Assert.Equal(100, counted.Count);
        Assert.Equal(100, counted.Distinct().Count());
    }

    [GeneratedRegex("^(?<task>task\\.[0-9]+): [0-9]+-[0-9]+: [0-9]+ by worker_[0-9]\r?$", RegexOptions.Multiline)]
    private static partial Regex Counted();
}
