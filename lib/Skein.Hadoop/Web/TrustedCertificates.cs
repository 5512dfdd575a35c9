using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Skein.Hadoop.Configuration;

namespace Skein.Hadoop.Web;

/// <summary>
/// Whom TLS trusts: the certificates in the file that <c>ssl.client.truststore.location</c> in <c>ssl-client.xml</c> names, written as PEM,
/// PKCS #12 or Java's own format; without the setting those of the machine. A server's name has to fit its certificate in any case.
/// </summary>
internal static class TrustedCertificates
{
    private const int LongestFile = 16 << 20;

    /// <summary>How to look at a server's certificate. Reads files.</summary>
    /// <exception cref="HadoopConfigurationException">The file is missing, or none of the three.</exception>
    public static SslClientAuthenticationOptions Find(HadoopConfiguration configuration)
    {
        var settings = FindSettings(configuration);
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        if (settings.Get(ConfigurationKeys.TrustStoreLocation) is { Length: > 0 } named)
        {
            policy.CustomTrustStore.AddRange(Read(
                named, $"{settings.SourceOf(ConfigurationKeys.TrustStoreLocation)}: {ConfigurationKeys.TrustStoreLocation}: ", settings));
        }
        else
        {
            policy.CustomTrustStore.AddRange(Read(MachineCertificates.Find(Environment.GetEnvironmentVariable, File.Exists), "", settings));
        }

        return new SslClientAuthenticationOptions { CertificateChainPolicy = policy };
    }

    // A site may have these settings in a file of their own or among the others.
    private static HadoopConfiguration FindSettings(HadoopConfiguration configuration)
    {
        var name = configuration.Get(ConfigurationKeys.TlsClientFile, "ssl-client.xml");
        var file = Path.Combine(configuration.Directory ?? "", name);
        return name.Length > 0 && Path.IsPathRooted(file) && File.Exists(file)
            ? HadoopConfiguration.LoadFile(file, Environment.GetEnvironmentVariable)
            : configuration;
    }

    private static X509Certificate2Collection Read(string location, string origin, HadoopConfiguration settings)
    {
        var source = origin + location;
        try
        {
            if (new FileInfo(location).Length > LongestFile)
                throw new InvalidDataException("is far too long to hold certificates");
            var file = File.ReadAllBytes(location);
            var trusted = JavaKeyStore.IsOne(file) ? JavaKeyStore.Read(file)
                : file.AsSpan().IndexOf("-----BEGIN "u8) >= 0 ? ReadText(file)
                : X509CertificateLoader.LoadPkcs12Collection(file, settings.Get(ConfigurationKeys.TrustStorePassword));
            return trusted.Count > 0 ? trusted : throw new InvalidDataException("holds no certificate");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new HadoopConfigurationException($"{source} {e.Message}; name a file with the certificates of the cluster's authority", e);
        }
        catch (CryptographicException e)
        {
            throw new HadoopConfigurationException(
                $"{source} is neither PEM nor a key store of Java, or {ConfigurationKeys.TrustStorePassword} is not its password", e);
        }
    }

    private static X509Certificate2Collection ReadText(byte[] file)
    {
        var certificates = new X509Certificate2Collection();
        certificates.ImportFromPem(Encoding.Latin1.GetString(file));
        return certificates;
    }
}
