using System.Xml.Linq;

namespace Skein.EndToEnd.Tests.Support;

/// <summary>
/// The cluster of the test run: the real HDFS + YARN that <c>build/test</c> starts, or any that HADOOP_CONF_DIR names; with
/// SKEIN_TEST_CLUSTER=embedded one that the published binary embeds, with SKEIN_TEST_CLUSTER=secure one with Kerberos of its own, protected as
/// SKEIN_TEST_PROTECTION says.
/// </summary>
public sealed class RealCluster : IAsyncLifetime
{
    // As build/hadoop has them.
    private static readonly string[] Queues = ["default=70", "fruit.apples=10", "fruit.bananas=10", "fruit.oranges=10"];

    // Whom the embedded cluster knows beside its owner; Hadoop takes everybody.
    private static readonly string[] Guests = ["viewer", "modifier", "stranger"];

    private readonly string? _configuration = Environment.GetEnvironmentVariable("HADOOP_CONF_DIR");
    private readonly SecureCluster? _secure = Environment.GetEnvironmentVariable("SKEIN_TEST_CLUSTER") == "secure"
        ? new SecureCluster("protected-cluster", Protection(Environment.GetEnvironmentVariable("SKEIN_TEST_PROTECTION")))
        : null;
    private SkeinUser? _host;

    /// <summary>Whether it is the one that the binary embeds.</summary>
    internal bool IsEmbedded { get; } = Environment.GetEnvironmentVariable("SKEIN_TEST_CLUSTER") == "embedded";

    /// <summary>Directory of the client configuration; skips the test when there is no cluster, and fails it in CI.</summary>
    public string Configuration
    {
        get
        {
            if (_host is not null)
                return Path.Combine(EmbeddedDirectory, "conf");
            if (_secure is not null)
                return _secure.Configuration;
            if (string.IsNullOrEmpty(_configuration))
            {
                Assert.False(Environment.GetEnvironmentVariable("CI") == "true", "CI has to bring a Hadoop cluster.");
                Assert.Skip("needs a Hadoop cluster: build/hadoop up, then eval \"$(build/hadoop env)\"");
            }

            return _configuration!;
        }
    }

    private string EmbeddedDirectory => Path.Combine(_host!.Folder, "config", "cluster");

    public async ValueTask InitializeAsync()
    {
        if (_secure is not null)
            await _secure.InitializeAsync();
        if (!IsEmbedded)
            return;
        _host = new SkeinUser(configuration: null);
        (await _host.RunAsync(["cluster", "start", "--memory", "16384", "--vcores", "64", .. Queues.Select(queue => $"--queue={queue}"), .. Guests.Select(guest => $"--guest={guest}")]))
            .Successful();
    }

    public async ValueTask DisposeAsync()
    {
        if (_secure is not null)
            await _secure.DisposeAsync();
        if (_host is null)
            return;
        (await _host.RunAsync("cluster", "stop")).Successful();
        _host.Dispose();
    }

    /// <summary>The cluster's daemons; skips the test where the cluster is not one of <c>build/hadoop</c>.</summary>
    internal ClusterDaemons Daemons
    {
        get
        {
            var directory = Environment.GetEnvironmentVariable("SKEIN_CLUSTER");
            Assert.SkipWhen(
                string.IsNullOrEmpty(directory) || !Configuration.StartsWith(directory, StringComparison.Ordinal),
                "needs a cluster of build/hadoop, whose daemons may be killed: build/hadoop up, then eval \"$(build/hadoop env)\"");
            return new ClusterDaemons(directory!);
        }
    }

    internal SkeinUser User(string? name = null)
    {
        if (_secure is not null)
            return _secure.User(name ?? SkeinUser.DefaultName);
        return _host is null
            ? new SkeinUser(Configuration, name)
            : new SkeinUser(
                Configuration,
                name ?? Environment.UserName,
                Path.Combine(EmbeddedDirectory, name is null ? "credentials" : $"credentials-{name}"));
    }

    /// <summary>Whether an application's staging directory is there.</summary>
    internal async Task<bool> IsStagedAsync(SkeinUser user, string applicationId) => _host is null
        ? await new WebHdfs(Configuration).ExistsAsync($"/user/{user.Name}/.skein/{applicationId}")
        : Directory.Exists(Path.Combine(EmbeddedDirectory, "user", user.Name, ".skein", applicationId));

    /// <summary>Paths of all files in a user's part of the cluster's file system.</summary>
    internal async Task<IReadOnlyList<string>> StoredFilesAsync(SkeinUser user)
    {
        if (_host is null)
            return await new WebHdfs(Configuration).FilesAsync($"/user/{user.Name}/.skein");
        var directory = Path.Combine(EmbeddedDirectory, "user", user.Name, ".skein");
        return Directory.Exists(directory) ? Directory.GetFiles(directory, "*", SearchOption.AllDirectories) : [];
    }

    /// <summary>Where the ResourceManager speaks HTTP, <c>host:port</c>.</summary>
    internal string WebAddress => XDocument.Load(Path.Combine(Configuration, "yarn-site.xml")).Descendants("property")
        .First(property => property.Element("name")!.Value == "yarn.resourcemanager.webapp.address").Element("value")!.Value;

    /// <summary>A copy of the client configuration with other values.</summary>
    internal string ConfigurationWith(SkeinUser user, params (string Key, string Value)[] changes) => SiteCopy.With(Configuration, user, changes);

    // What happens to the bytes of calls and of blocks.
    private static string[] Protection(string? name) => name switch
    {
        "authentication" or "integrity" or "privacy" => ["--rpc-protection", name, "--data-protection", name],
        "encrypted" or null or "" => ["--rpc-protection", "privacy", "--data-protection", "privacy", "--encrypt-data"],
        _ => throw new InvalidOperationException($"SKEIN_TEST_PROTECTION is '{name}', which is none of authentication, integrity, privacy and encrypted"),
    };
}
