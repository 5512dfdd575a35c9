using System.Diagnostics;
using Skein.Hadoop.Configuration;

namespace Skein.Hadoop.Tests.Hdfs.Protection;

/// <summary>A real cluster of its own, without Kerberos, whose three DataNodes want everything encrypted and know AES with keys of 256 bits.</summary>
public sealed class EncryptedCluster : IAsyncLifetime
{
    private const int NoHadoop = 3;
    private const string FileSystemShell = "org.apache.hadoop.fs.FsShell";

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);
    private static readonly string Command = RepositoryRoot.Beneath("build", "hadoop");

    private readonly string _directory = RepositoryRoot.Beneath(".work", "test", "encrypted-cluster");
    private string? _missing;

    private string ConfigurationDirectory => Path.Combine(_directory, "conf");

    public async ValueTask InitializeAsync()
    {
        await HadoopAsync("down");
        string[] settings =
        [
            "dfs.block.access.token.enable=true",
            "dfs.encrypt.data.transfer=true",
            "dfs.encrypt.data.transfer.cipher.suites=AES/CTR/NoPadding",
            "dfs.encrypt.data.transfer.cipher.key.bitlength=256",
        ];
        var (status, output) = await HadoopAsync(["up", "--datanodes", "3", .. settings.SelectMany(setting => (string[])["--set", setting])]);
        if (status == NoHadoop)
            _missing = output;
        else
            Assert.True(status == 0, output);
    }

    public async ValueTask DisposeAsync() => await HadoopAsync("down");

    /// <summary>The client configuration; skips the test where there is no Hadoop, and fails it in CI.</summary>
    internal HadoopConfiguration Configuration(params (string Key, string Value)[] changes)
    {
        if (_missing is not null)
        {
            Assert.False(Environment.GetEnvironmentVariable("CI") == "true", $"CI has to bring a Hadoop: {_missing}");
            Assert.Skip(_missing);
        }

        string[] names = ["core-site.xml", "hdfs-site.xml"];
        var properties = names.SelectMany(name => SiteFileReader.Read(Path.Combine(ConfigurationDirectory, name)))
            .Select(property => KeyValuePair.Create(property.Name, property.Value));
        return HadoopConfiguration.FromProperties([.. properties, .. changes.Select(change => KeyValuePair.Create(change.Key, change.Value))]);
    }

    /// <summary>Runs Hadoop's own command line of file systems, in blocks of 1 MiB; gives what it prints.</summary>
    internal async Task<string> ShellAsync(params string[] arguments)
    {
        var (status, output) = await HadoopAsync(["java", "--", FileSystemShell, "-Ddfs.blocksize=1048576", .. arguments]);
        Assert.True(status == 0, output);
        return output;
    }

    /// <summary>Kills a daemon at once, or starts it again.</summary>
    internal async Task DaemonAsync(string command, string role)
    {
        var (status, output) = await HadoopAsync(command, role);
        Assert.True(status == 0, output);
    }

    private async Task<(int Status, string Output)> HadoopAsync(params string[] arguments)
    {
        string[] all = [arguments[0], "--dir", _directory, .. arguments[1..]];
        var start = new ProcessStartInfo(Command, all) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["HADOOP_CONF_DIR"] = ConfigurationDirectory;
        start.Environment["HADOOP_USER_NAME"] = Environment.UserName;
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
