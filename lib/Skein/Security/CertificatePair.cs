using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Skein.Security;

/// <summary>
/// A self-signed certificate and its private key. One pair is server certificate, client certificate and only trust root
/// of an application at once: whoever holds it may do everything, nobody else may do anything.
/// </summary>
public sealed class CertificatePair
{
    /// <summary>Subject, issuer and subject alternative name of every generated certificate; the name that clients check.</summary>
    public const string HostName = "skein-internal";

    /// <summary>How long a generated pair is valid: 365 days.</summary>
    public static readonly TimeSpan Validity = TimeSpan.FromDays(365);

    // Clocks of a cluster differ by minutes; a certificate from the future is refused by every TLS stack.
    private static readonly TimeSpan ClockSkew = TimeSpan.FromHours(1);

    private const int KeyBits = 2048;

    private readonly DateTimeOffset _notBefore;

    private CertificatePair(string certificatePem, string keyPem, X509Certificate2 certificate)
    {
        CertificatePem = certificatePem;
        KeyPem = new SecretText(keyPem);
        _notBefore = certificate.NotBefore.ToUniversalTime();
        NotAfter = certificate.NotAfter.ToUniversalTime();
    }

    /// <summary>The certificate as PEM text.</summary>
    public string CertificatePem { get; }

    /// <summary>The private key as unencrypted PEM text (PKCS #8 where this class made it). A secret.</summary>
    public SecretText KeyPem { get; }

    /// <summary>When the pair ceases to be valid, UTC.</summary>
    public DateTimeOffset NotAfter { get; }

    /// <summary>A new pair: RSA with 2048 bits, signed with SHA-256. Takes some 100 ms.</summary>
    public static CertificatePair Generate(TimeProvider? time = null)
    {
        var now = (time ?? TimeProvider.System).GetUtcNow();
        using var key = RSA.Create(KeyBits);
        var request = new CertificateRequest($"CN={HostName}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(HostName);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(now - ClockSkew, now + Validity);
        return new CertificatePair(certificate.ExportCertificatePem() + "\n", key.ExportPkcs8PrivateKeyPem() + "\n", certificate);
    }

    /// <summary>The pair of two PEM texts. Its dates are not looked at.</summary>
    /// <exception cref="CertificateException">One of the texts is not what it should be, or the key belongs to another certificate.</exception>
    public static CertificatePair FromPem(string certificatePem, string keyPem) =>
        FromPem(certificatePem, keyPem, "", "", "Check both texts");

    /// <summary>The user's pair, <c>skein.crt</c> and <c>skein.pem</c>, in a directory of settings.</summary>
    /// <inheritdoc cref="Load(CertificateFiles, TimeProvider?)"/>
    public static CertificatePair Load(string directory, TimeProvider? time = null) =>
        Load(CertificateFiles.InConfiguration(directory), time);

    /// <summary>The pair in two files, which must be valid now.</summary>
    /// <exception cref="CertificateException">A file is missing, unreadable or damaged, the two do not belong together, or the pair has expired.</exception>
    public static CertificatePair Load(CertificateFiles files, TimeProvider? time = null)
    {
        var pair = FromPem(
            CertificateText.Read(files.Certificate), CertificateText.Read(files.Key), $" in {files.Certificate}", $" in {files.Key}", CertificateText.Remedy);
        pair.RequireValid(files.Certificate, (time ?? TimeProvider.System).GetUtcNow());
        return pair;
    }

    /// <summary>The user's pair in a directory of settings, made and saved there first where neither half exists.</summary>
    /// <returns>The pair, and whether it is new: programs that use another pair can not reach applications of this one.</returns>
    /// <exception cref="CertificateException">As <see cref="Load(string, TimeProvider?)"/> and <see cref="SaveAsync"/>.</exception>
    public static async Task<(CertificatePair Pair, bool Created)> LoadOrCreateAsync(
        string directory, TimeProvider? time = null, CancellationToken cancellation = default)
    {
        var files = CertificateFiles.InConfiguration(directory);
        if (files.Exist)
            return (Load(files, time), false);
        using (await CertificateDirectory.LockAsync(directory, time ?? TimeProvider.System, cancellation))
        {
            // Another process may have made the pair while this one waited for the lock.
            if (files.SomeExist)
                return (Load(files, time), false);
            var pair = Generate(time);
            CertificateDirectory.Write(files, pair);
            return (pair, true);
        }
    }

    /// <summary>Saves the pair as <c>skein.crt</c> and <c>skein.pem</c>, both mode 0600, in a directory that is created where needed.</summary>
    /// <param name="directory">The user's directory of settings.</param>
    /// <param name="force">Replace a pair that is there.</param>
    /// <param name="cancellation">Ends the wait for another process that is saving a pair.</param>
    /// <exception cref="CertificateException">A pair is there and <paramref name="force"/> is false, or the directory can not be written.</exception>
    public async Task SaveAsync(string directory, bool force, CancellationToken cancellation = default)
    {
        using (await CertificateDirectory.LockAsync(directory, TimeProvider.System, cancellation))
        {
            var files = CertificateFiles.InConfiguration(directory);
            if (files.SomeExist && !force)
            {
                throw new CertificateException(
                    $"{directory} already holds a certificate pair, which running applications may need. Replace it with --force.");
            }

            CertificateDirectory.Write(files, this);
        }
    }

    /// <summary>The certificate with its key, for TLS. The caller disposes it.</summary>
    public X509Certificate2 ToCertificate() => X509Certificate2.CreateFromPem(CertificatePem, KeyPem.Reveal());

    /// <summary>Names the type and the end of validity only: the key is a secret.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{nameof(CertificatePair)} valid until {NotAfter:u}");

    private static CertificatePair FromPem(string certificatePem, string keyPem, string certificatePlace, string keyPlace, string remedy)
    {
        X509Certificate2 publicHalf;
        try
        {
            publicHalf = X509Certificate2.CreateFromPem(certificatePem);
        }
        catch (CryptographicException cause)
        {
            throw new CertificateException($"There is no PEM certificate{certificatePlace}. {remedy}.", cause);
        }

        using (publicHalf)
        {
            try
            {
                using var whole = X509Certificate2.CreateFromPem(certificatePem, keyPem);
                return new CertificatePair(certificatePem, keyPem, whole);
            }
            catch (CryptographicException cause) when (cause.InnerException is ArgumentException)
            {
                throw new CertificateException($"The private key{keyPlace} does not belong to the certificate{certificatePlace}. {remedy}.");
            }
            catch (Exception cause) when (cause is CryptographicException or ArgumentException)
            {
                // The cause is dropped on purpose: no text derived from key material travels further.
                throw new CertificateException($"There is no unencrypted PEM private key{keyPlace} that fits the certificate. {remedy}.");
            }
        }
    }

    private void RequireValid(string name, DateTimeOffset now)
    {
        if (now > NotAfter)
            throw new CertificateException(string.Create(CultureInfo.InvariantCulture, $"The certificate in {name} expired on {NotAfter:u}. {CertificateText.Remedy}."));
        if (now < _notBefore)
            throw new CertificateException(string.Create(CultureInfo.InvariantCulture, $"The certificate in {name} is not valid before {_notBefore:u}: check this machine's clock"));
    }
}
