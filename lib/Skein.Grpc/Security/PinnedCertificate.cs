using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Skein.Grpc;

/// <summary>
/// Mutual TLS with one self-signed pair: each side shows the pair's certificate and trusts nothing but that very certificate. Names,
/// authorities and extensions play no part; possession of the pair is the only right there is.
/// </summary>
internal sealed class PinnedCertificate
{
    /// <summary>The name clients ask for, whatever host they dial; the pair's subject carries it.</summary>
    public const string TargetName = "skein-internal";

    private readonly byte[] _encoded;
    private readonly X509Certificate2 _certificate;
    private readonly SslStreamCertificateContext _context;
    private readonly TimeProvider _time;

    /// <param name="certificate">The pair: certificate and private key.</param>
    /// <param name="time">Clock against which the certificate's end is checked.</param>
    /// <exception cref="ArgumentException">The certificate has no private key.</exception>
    public PinnedCertificate(X509Certificate2 certificate, TimeProvider time)
    {
        if (!certificate.HasPrivateKey)
            throw new ArgumentException("The certificate has no private key; both sides of mutual TLS need the pair", nameof(certificate));
        _certificate = certificate;
        _encoded = certificate.RawData;
        // Offline: a self-signed certificate has no chain to complete, and looking for one would ask the network.
        _context = SslStreamCertificateContext.Create(certificate, additionalCertificates: null, offline: true);
        _time = time;
    }

    /// <summary>End of the certificate's life.</summary>
    public DateTimeOffset NotAfter => _certificate.NotAfter;

    /// <summary>Whether the certificate's life has ended.</summary>
    public bool IsExpired => _time.GetUtcNow() > NotAfter;

    /// <summary>Whether a peer's certificate is this one, byte for byte.</summary>
    public bool Matches(X509Certificate? other) =>
        other is not null && CryptographicOperations.FixedTimeEquals(_encoded, other.GetRawCertData());

    /// <summary>TLS settings of the server's side. The client's certificate is required, and refused once it has expired.</summary>
    public SslServerAuthenticationOptions CreateServerOptions() => new()
    {
        ServerCertificateContext = _context,
        ClientCertificateRequired = true,
        RemoteCertificateValidationCallback = (_, certificate, _, _) => Matches(certificate) && !IsExpired,
        CertificateChainPolicy = CreateChainPolicy(),
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        ApplicationProtocols = [SslApplicationProtocol.Http2],
        // Every connection proves possession of the key anew, and no session state is kept.
        AllowTlsResume = false,
        AllowRenegotiation = false,
    };

    /// <summary>TLS settings of the client's side.</summary>
    /// <param name="validate">Decides on the server's certificate.</param>
    public SslClientAuthenticationOptions CreateClientOptions(Func<X509Certificate?, bool> validate) => new()
    {
        TargetHost = TargetName,
        ClientCertificateContext = _context,
        RemoteCertificateValidationCallback = (_, certificate, _, _) => validate(certificate),
        CertificateChainPolicy = CreateChainPolicy(),
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        ApplicationProtocols = [SslApplicationProtocol.Http2],
        AllowTlsResume = false,
    };

    // The framework builds a chain before it asks the callback: keep that from touching the network and the system's trust store.
    private X509ChainPolicy CreateChainPolicy() => new()
    {
        TrustMode = X509ChainTrustMode.CustomRootTrust,
        CustomTrustStore = { _certificate },
        RevocationMode = X509RevocationMode.NoCheck,
        DisableCertificateDownloads = true,
    };
}
