using System.Xml.Linq;

namespace Skein.EndToEnd.Tests.Support;

/// <summary>
/// A real cluster with Kerberos. Unless told otherwise its servers offer every protection of RPC, the strongest first; clients take one of them by
/// their own configuration.
/// </summary>
public sealed class SecureCluster : IAsyncLifetime
{
    private const int NoHadoopOrKdc = 3;

    private static readonly string Command = RepositoryRoot.Beneath("build", "hadoop");

    private readonly string _directory;
    private readonly string[] _options;
    private string? _missing;

    public SecureCluster()
        : this("secure-cluster", ["--rpc-protection", "privacy,integrity,authentication"])
    {
    }

    /// <param name="name">Of its directory.</param>
    /// <param name="options">Of <c>build/hadoop up</c>.</param>
    internal SecureCluster(string name, string[] options)
    {
        _directory = RepositoryRoot.Beneath(".work", "test", name);
        _options = options;
    }

    /// <summary>Directory of the client configuration; skips the test where there is no Hadoop or no KDC, and fails it in CI.</summary>
    public string Configuration
    {
        get
        {
            if (_missing is not null)
            {
                Assert.False(Environment.GetEnvironmentVariable("CI") == "true", $"CI has to bring a Hadoop and a KDC: {_missing}");
                Assert.Skip(_missing);
            }

            return Path.Combine(_directory, "conf");
        }
    }

    public async ValueTask InitializeAsync()
    {
        await HadoopAsync("down");
        var up = await HadoopAsync(["up", "--security", "kerberos", .. _options]);
        if (up.ExitCode == NoHadoopOrKdc)
            _missing = up.Error;
        else
            up.Successful();
    }

    public async ValueTask DisposeAsync() => await HadoopAsync("down");

    /// <summary>Its daemons.</summary>
    internal ClusterDaemons Daemons => new(_directory);

    /// <summary>The file of the keys of a user, whose first part is his name: <c>alice</c>.</summary>
    internal string Keytab(string name) => Path.Combine(_directory, "kerberos", $"{name}.keytab");

    /// <summary>The ticket cache of a user, as KRB5CCNAME names it.</summary>
    internal string TicketCache(string name) => $"FILE:{Path.Combine(_directory, "kerberos", $"{name}.cache")}";

    /// <summary>The words by which a shell on a node calls Hadoop's own <c>hdfs dfs</c>.</summary>
    internal string FileSystemShell
    {
        get
        {
            var classes = XDocument.Load(Path.Combine(Configuration, "yarn-site.xml")).Descendants("property")
                .First(property => property.Element("name")!.Value == "yarn.application.classpath").Element("value")!.Value;
            return $"\"$JAVA_HOME/bin/java\" -cp \"{classes.Replace(',', ':')}\" org.apache.hadoop.fs.FsShell";
        }
    }

    /// <summary>A user with the ticket cache that <c>kinit</c> has left.</summary>
    internal SkeinUser User(string name = "alice") => Stranger(name).With("KRB5CCNAME", TicketCache(name));

    /// <summary>A user on a machine of the realm, who has no ticket.</summary>
    internal SkeinUser Stranger(string name = "alice")
    {
        var user = new SkeinUser(Configuration, name);
        return user.With("KRB5_CONFIG", Path.Combine(Configuration, "krb5.conf"))
            .With("KRB5CCNAME", $"FILE:{Path.Combine(user.Folder, "ticket-cache")}")
            .With("HADOOP_USER_NAME", "root");
    }

    private Task<CommandResult> HadoopAsync(params string[] arguments) => SkeinProcess.RunAsync(
        Command, [.. arguments, "--dir", _directory], new Dictionary<string, string?>(), input: null);
}
