using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Skein.Security;

namespace Skein.Tests.Security;

public sealed class CertificatePairTests
{
    private static readonly CertificatePair Pair = CertificatePair.Generate();
    private static readonly CertificatePair Other = CertificatePair.Generate();

    [Fact]
    public void A_generated_pair_is_what_skein_clients_expect()
    {
        using var certificate = Pair.ToCertificate();
        using var key = certificate.GetRSAPrivateKey();

        Assert.Equal("CN=skein-internal", certificate.Subject);
        Assert.Equal("CN=skein-internal", certificate.Issuer);
        Assert.Equal("1.2.840.113549.1.1.11", certificate.SignatureAlgorithm.Value);
        Assert.Equal(2048, key?.KeySize);
        Assert.StartsWith("-----BEGIN CERTIFICATE-----\n", Pair.CertificatePem, StringComparison.Ordinal);
        Assert.StartsWith("-----BEGIN PRIVATE KEY-----\n", Pair.KeyPem.Reveal(), StringComparison.Ordinal);
        Assert.EndsWith("-----END CERTIFICATE-----\n", Pair.CertificatePem, StringComparison.Ordinal);
        Assert.EndsWith("-----END PRIVATE KEY-----\n", Pair.KeyPem.Reveal(), StringComparison.Ordinal);
        var names = Assert.Single(certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>());
        Assert.Equal(["skein-internal"], names.EnumerateDnsNames());
    }

    [Fact]
    public void A_generated_pair_is_valid_for_a_year_and_a_little_before_now()
    {
        var now = new DateTimeOffset(2030, 5, 6, 7, 8, 9, TimeSpan.Zero);
        var pair = CertificatePair.Generate(new FixedTime(now));
        using var certificate = pair.ToCertificate();

        Assert.Equal(now.AddDays(365), pair.NotAfter);
        Assert.Equal(now.AddDays(365).UtcDateTime, certificate.NotAfter.ToUniversalTime());
        Assert.Equal(now.AddHours(-1).UtcDateTime, certificate.NotBefore.ToUniversalTime());
    }

    [Fact]
    public void Two_pairs_are_never_the_same()
    {
        Assert.NotEqual(Pair.CertificatePem, Other.CertificatePem);
        Assert.NotEqual(Pair.KeyPem.Reveal(), Other.KeyPem.Reveal());
    }

    [Fact]
    public async Task A_pair_is_both_ends_and_the_root_of_a_TLS_connection()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new TcpClient();
        var accepting = listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint, TestContext.Current.CancellationToken);
        using var server = await accepting;
        using var certificate = Pair.ToCertificate();
        await using var serverSide = new SslStream(server.GetStream());
        await using var clientSide = new SslStream(client.GetStream());
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(certificate);

        await Task.WhenAll(
            serverSide.AuthenticateAsServerAsync(
                new SslServerAuthenticationOptions { ServerCertificate = certificate, ClientCertificateRequired = true, CertificateChainPolicy = policy },
                TestContext.Current.CancellationToken),
            clientSide.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions { TargetHost = CertificatePair.HostName, ClientCertificates = [certificate], CertificateChainPolicy = policy },
                TestContext.Current.CancellationToken));

        Assert.True(serverSide.IsMutuallyAuthenticated);
    }

    [Fact]
    public void A_pair_never_prints_its_key()
    {
        Assert.Equal("***", Pair.KeyPem.ToString());
        Assert.Equal("***", $"{Pair.KeyPem}");
        Assert.DoesNotContain("PRIVATE", $"{Pair}", StringComparison.Ordinal);
        Assert.StartsWith("CertificatePair valid until ", Pair.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Text_with_further_lines_around_it_is_accepted() =>
        Assert.Equal(Pair.NotAfter, CertificatePair.FromPem("subject\n" + Pair.CertificatePem, "\n" + Pair.KeyPem.Reveal() + "\n").NotAfter);

    [Fact]
    public void A_pair_of_elliptic_curves_is_accepted()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=mine", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));

        using var read = CertificatePair.FromPem(certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem()).ToCertificate();

        Assert.True(read.HasPrivateKey);
    }

    [Fact]
    public void A_key_of_another_certificate_is_refused_without_showing_it()
    {
        var error = Assert.Throws<CertificateException>(static () => CertificatePair.FromPem(Pair.CertificatePem, Other.KeyPem.Reveal()));

        Assert.Equal("The private key does not belong to the certificate. Check both texts.", error.Message);
        Assert.Null(error.InnerException);
    }

    [Fact]
    public void A_key_of_another_kind_is_refused()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var pem = key.ExportPkcs8PrivateKeyPem();

        Assert.Throws<CertificateException>(() => CertificatePair.FromPem(Pair.CertificatePem, pem));
    }

    [Fact]
    public void An_encrypted_key_is_refused()
    {
        using var key = RSA.Create(2048);
        var pem = key.ExportEncryptedPkcs8PrivateKeyPem("secret", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1));

        var error = Assert.Throws<CertificateException>(() => CertificatePair.FromPem(Pair.CertificatePem, pem));
        Assert.Contains("no unencrypted PEM private key", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("garbage")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")]
    [InlineData("-----BEGIN CERTIFICATE-----\n!!!\n-----END CERTIFICATE-----\n")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n")]
    public void Text_that_is_no_pair_is_refused(string text)
    {
        Assert.Throws<CertificateException>(() => CertificatePair.FromPem(text, Pair.KeyPem.Reveal()));
        Assert.Throws<CertificateException>(() => CertificatePair.FromPem(Pair.CertificatePem, text));
    }

    [Fact]
    public void Damaged_text_never_throws_anything_else()
    {
        var random = new Random(11);
        for (var round = 0; round < 200; round++)
        {
            var certificate = Damage(Pair.CertificatePem, random);
            var key = Damage(Pair.KeyPem.Reveal(), random);
            try
            {
                CertificatePair.FromPem(certificate, Pair.KeyPem.Reveal());
                CertificatePair.FromPem(Pair.CertificatePem, key);
            }
            catch (CertificateException error)
            {
                Assert.DoesNotContain(key[30..60], error.ToString(), StringComparison.Ordinal);
            }
        }
    }

    private static string Damage(string pem, Random random)
    {
        var letters = pem.ToCharArray();
        letters[random.Next(letters.Length)] = (char)random.Next(32, 127);
        return new string(letters)[..random.Next(letters.Length / 2, letters.Length)];
    }
}
