using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Skein.Grpc.Tests;

/// <summary>Self-signed pairs in the shape Python clients make them.</summary>
internal static class TestCertificates
{
    /// <summary>The pair most tests share; making a key takes a while.</summary>
    public static X509Certificate2 Shared { get; } = Create(DateTimeOffset.UtcNow.AddDays(30));

    /// <summary>A pair nobody else knows.</summary>
    public static X509Certificate2 Other { get; } = Create(DateTimeOffset.UtcNow.AddDays(30));

    public static X509Certificate2 Create(DateTimeOffset notAfter)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=skein-internal", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-30), notAfter);
    }
}
