using Skein.Hadoop.Configuration;

namespace Skein.Hadoop.Web;

/// <summary>The authorities that the machine trusts.</summary>
/// <remarks>
/// Looked for by name where distributions keep them: the OpenSSL in the binary knows the place of the one that it was built on, and no other.
/// </remarks>
internal static class MachineCertificates
{
    // As OpenSSL's own programs have it.
    private const string Variable = "SSL_CERT_FILE";

    private static readonly string[] Files =
    [
        "/etc/ssl/certs/ca-certificates.crt", // Debian, Alpine, Arch
        "/etc/pki/tls/certs/ca-bundle.crt", // Red Hat
        "/etc/ssl/ca-bundle.pem", // SUSE
        "/etc/ssl/cert.pem",
    ];

    /// <summary>The file that holds them, as PEM.</summary>
    /// <param name="environment">Environment variables; <c>SSL_CERT_FILE</c> comes first.</param>
    /// <param name="exists">Whether there is a file of a name.</param>
    /// <exception cref="HadoopConfigurationException">There is none.</exception>
    public static string Find(Func<string, string?> environment, Func<string, bool> exists)
    {
        if (environment(Variable) is { Length: > 0 } file)
            return file;
        return Array.Find(Files, candidate => exists(candidate)) ?? throw new HadoopConfigurationException(
            $"this machine has no file of authorities to trust ({string.Join(", ", Files)}); install ca-certificates, or name a file by "
            + $"{ConfigurationKeys.TrustStoreLocation} in ssl-client.xml or by {Variable}");
    }
}
