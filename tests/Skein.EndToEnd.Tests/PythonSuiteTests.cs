using System.Text.RegularExpressions;
using Skein.EndToEnd.Tests.Support;

namespace Skein.EndToEnd.Tests;

/// <summary>
/// The suite in Python, <c>tests/python</c>: the unmodified client of skein 0.8.2 against our driver and our application master. One test for
/// each of its modules; a failure shows what pytest printed.
/// </summary>
[Collection(ClusterTests.Name)]
[Trait(ClusterTests.Needs, ClusterTests.AnyCluster)]
public sealed partial class PythonSuiteTests(RealCluster cluster, ITestOutputHelper log)
{
    private const int NoPackages = 3;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    public static TheoryData<string> Modules =>
        [.. Directory.GetFiles(RepositoryPaths.PythonSuite, "test_*.py").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Modules))]
    public async Task Python_programs_find_what_they_know(string module)
    {
        using var user = cluster.User();
        // On the embedded cluster a program finds no Hadoop configuration: the suite has a cluster of that kind of its own.
        if (cluster.IsEmbedded)
            user.With("HADOOP_CONF_DIR", null).With("HADOOP_TOKEN_FILE_LOCATION", null);
        user.With("SKEIN_BINARY", RepositoryPaths.Binary);
        var result = await SkeinProcess.RunAsync(
            RepositoryRoot.Beneath("build", "python-suite"), [module, "--color=no"], user.Environment, input: null, Limit);
        if (result.ExitCode == NoPackages && Environment.GetEnvironmentVariable("CI") != "true")
            Assert.Skip(result.Error.Trim());
        log.WriteLine(result.Successful().Output);
        if (!Passed().IsMatch(result.Output) && Skipped().Match(result.Output) is { Success: true } skip)
            Assert.Skip(skip.Value);
    }

    [GeneratedRegex("\\d+ passed")]
    private static partial Regex Passed();

    [GeneratedRegex("^SKIPPED.*$", RegexOptions.Multiline)]
    private static partial Regex Skipped();
}
