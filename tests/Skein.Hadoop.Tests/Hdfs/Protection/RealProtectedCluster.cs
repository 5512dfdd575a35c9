using System.Diagnostics;
using Skein.Hadoop.Configuration;

namespace Skein.Hadoop.Tests.Hdfs.Protection;

/// <summary>A real cluster of its own, of three DataNodes unless its options say otherwise, whose connections are protected.</summary>
/// <param name="name">Name of its directory.</param>
/// <param name="options">How <c>build/hadoop up</c> is to make it.</param>
public abstract class RealProtectedCluster(string name, params string[] options) : IAsyncLifetime
{
    private const int NoHadoop = 3;
    private const string FileSystemShell = "org.apache.hadoop.fs.FsShell";

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);
    private static readonly string Command = RepositoryRoot.Beneath("build", "hadoop");

    private readonly Dictionary<string, string> _environment = new(StringComparer.Ordinal) { ["HADOOP_USER_NAME"] = Environment.UserName };
    private string? _missing;

    /// <summary>Where the cluster lives.</summary>
    private protected string Home { get; } = RepositoryRoot.Beneath(".work", "test", name);

    /// <summary>Whether there is no Hadoop on this machine.</summary>
    private protected bool IsMissing => _missing is not null;

    public virtual async ValueTask InitializeAsync()
    {
        await HadoopAsync("down");
        var (status, output) = await HadoopAsync(["up", "--datanodes", "3", .. options]);
        if (status == NoHadoop)
            _missing = output;
        else
            Assert.True(status == 0, output);
        _environment["HADOOP_CONF_DIR"] = Path.Combine(Home, "conf");
    }

    public virtual async ValueTask DisposeAsync()
    {
        await HadoopAsync("down");
        GC.SuppressFinalize(this);
    }

    /// <summary>The client configuration; skips the test where there is no Hadoop, and fails it in CI.</summary>
    internal HadoopConfiguration Configuration(params (string Key, string Value)[] changes)
    {
        if (_missing is not null)
        {
            Assert.False(Environment.GetEnvironmentVariable("CI") == "true", $"CI has to bring a Hadoop: {_missing}");
            Assert.Skip(_missing);
        }

        string[] names = ["core-site.xml", "hdfs-site.xml"];
        var properties = names.SelectMany(file => SiteFileReader.Read(Path.Combine(Home, "conf", file)))
            .Select(property => KeyValuePair.Create(property.Name, property.Value));
        return HadoopConfiguration.FromProperties([.. properties, .. changes.Select(change => KeyValuePair.Create(change.Key, change.Value))]);
    }

    /// <summary>Runs Hadoop's own command line of file systems, in blocks of 1 MiB; gives what it prints.</summary>
    internal Task<string> ShellAsync(params string[] arguments) =>
        ProgramAsync(FileSystemShell, ["-Ddfs.blocksize=1048576", .. arguments]);

    /// <summary>Runs a program of Hadoop's own; gives what it prints.</summary>
    private protected async Task<string> ProgramAsync(string name, params string[] arguments)
    {
        var (status, output) = await HadoopAsync(["java", "--", name, .. arguments]);
        Assert.True(status == 0, output);
        return output;
    }

    /// <summary>Kills a daemon at once, or starts it again.</summary>
    internal async Task DaemonAsync(string command, string role)
    {
        var (status, output) = await HadoopAsync(command, role);
        Assert.True(status == 0, output);
    }

    /// <summary>Has programs of Hadoop's own run with a variable.</summary>
    private protected void Set(string variable, string value) => _environment[variable] = value;

    private async Task<(int Status, string Output)> HadoopAsync(params string[] arguments)
    {
        string[] all = [arguments[0], "--dir", Home, .. arguments[1..]];
        var start = new ProcessStartInfo(Command, all) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (variable, value) in _environment)
            start.Environment[variable] = value;
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            var error = process.StandardError.ReadToEndAsync(limit.Token);
            var output = await process.StandardOutput.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, process.ExitCode == 0 ? output : output + await error);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }
}
