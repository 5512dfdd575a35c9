using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Skein.Hadoop.Tests.Hdfs.Protection;
using Skein.Hadoop.Tests.Security.Kerberos;

namespace Skein.Hadoop.Tests.WebHdfs;

/// <summary>A cluster with Kerberos whose web servers speak TLS, too, by a certificate that nobody knows yet.</summary>
public sealed class SecureWebCluster : RealProtectedCluster
{
    private const string Password = "changeit";

    private readonly string _folder;

    public SecureWebCluster()
        : this(Directory.CreateTempSubdirectory("skein-web-").FullName, KerberosRealm.UnusedPort())
    {
    }

    private SecureWebCluster(string folder, int port)
        : base(
            "secure-web-cluster",
            "--datanodes", "1",
            "--security", "kerberos",
            "--web-login",
            "--set", "dfs.http.policy=HTTP_AND_HTTPS",
            "--set", $"dfs.namenode.https-address=localhost:{port}",
            "--set", "dn1:dfs.datanode.https.address=localhost:0",
            // One file of settings will do: the servers look for these in files of their own.
            "--set", "dfs.https.server.keystore.resource=core-site.xml",
            "--set", "hadoop.ssl.server.conf=core-site.xml",
            "--set", $"ssl.server.keystore.location={folder}/server.p12",
            "--set", "ssl.server.keystore.type=pkcs12",
            "--set", $"ssl.server.keystore.password={Password}",
            "--set", $"ssl.server.keystore.keypassword={Password}")
    {
        _folder = folder;
        Port = port;
        Set("KRB5_CONFIG", Krb5Configuration);
    }

    /// <summary>Where the NameNode speaks HTTPS.</summary>
    internal int Port { get; }

    /// <summary>The keytab of a user.</summary>
    internal string Keytab(string user) => Path.Combine(Home, "kerberos", $"{user}.keytab");

    internal string Krb5Configuration => Path.Combine(Home, "conf", "krb5.conf");

    public override async ValueTask InitializeAsync()
    {
        MakeCertificate();
        foreach (var type in (string[])["JKS", "PKCS12"])
            await ImportAsync(type);
        await base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>What a client has to be told to trust the servers by a file of some kind: <c>PEM</c>, <c>JKS</c> or <c>PKCS12</c>.</summary>
    internal (string Key, string Value)[] Trusting(string kind) =>
        [("ssl.client.truststore.location", $"{_folder}/trusted.{kind}"), ("ssl.client.truststore.password", Password)];

    private void MakeCertificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        File.WriteAllBytes($"{_folder}/server.p12", certificate.Export(X509ContentType.Pkcs12, Password));
        File.WriteAllText($"{_folder}/trusted.PEM", certificate.ExportCertificatePem());
    }

    // By Java's own tool, as administrators do.
    private async Task ImportAsync(string type)
    {
        string[] arguments =
        [
            "-importcert", "-noprompt", "-alias", "cluster", "-file", $"{_folder}/trusted.PEM",
            "-keystore", $"{_folder}/trusted.{type}", "-storetype", type, "-storepass", Password,
        ];
        var java = Environment.GetEnvironmentVariable("JAVA_HOME") is { Length: > 0 } home ? Path.Combine(home, "bin", "keytool") : "keytool";
        using var process = Process.Start(new ProcessStartInfo(java, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, await output + await error);
    }
}
