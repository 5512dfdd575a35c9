using System.Buffers.Binary;
using System.Security.Cryptography.X509Certificates;

namespace Skein.Hadoop.Web;

/// <summary>The certificates of a key store as Java wrote it before it took to PKCS #12.</summary>
/// <remarks>
/// <code>
/// file   u32 FEEDFEED | u32 version 1 or 2 | u32 count | count x entry | 20 bytes digest
/// entry  u32 kind | name | u64 time | kind 2: certificate
///                                     kind 1: u32 length | protected key | u32 count | count x certificate
/// certificate  version 2: name of its type | u32 length | DER
/// name   u16 length | bytes
/// </code>
/// All numbers are big-endian. Certificates are not encrypted, and the digest takes the password, so that neither is needed.
/// </remarks>
internal static class JavaKeyStore
{
    private const uint Magic = 0xFEEDFEED;
    private const uint KeyEntry = 1;
    private const uint CertificateEntry = 2;

    /// <summary>Whether a file begins as such a key store.</summary>
    public static bool IsOne(ReadOnlySpan<byte> file) => file.Length > sizeof(uint) && BinaryPrimitives.ReadUInt32BigEndian(file) == Magic;

    /// <summary>The certificates to be trusted: those of keys are their owner's own.</summary>
    /// <exception cref="InvalidDataException">The file is cut off or no key store.</exception>
    public static X509Certificate2Collection Read(ReadOnlySpan<byte> file)
    {
        var trusted = new X509Certificate2Collection();
        Number(ref file);
        var hasTypes = Number(ref file) switch
        {
            1 => false,
            2 => true,
            var version => throw new InvalidDataException($"is a Java key store of the version {version}, 1 and 2 are known"),
        };
        for (var left = Number(ref file); left > 0; left--)
        {
            var kind = Number(ref file);
            Name(ref file);
            Take(ref file, sizeof(long));
            if (kind == CertificateEntry)
                trusted.Add(X509CertificateLoader.LoadCertificate(Certificate(ref file, hasTypes)));
            else if (kind == KeyEntry)
                SkipKey(ref file, hasTypes);
            else
                throw new InvalidDataException($"has an entry of the unknown kind {kind}");
        }

        return trusted;
    }

    private static void SkipKey(ref ReadOnlySpan<byte> rest, bool hasTypes)
    {
        Take(ref rest, Number(ref rest));
        for (var left = Number(ref rest); left > 0; left--)
            Certificate(ref rest, hasTypes);
    }

    private static ReadOnlySpan<byte> Certificate(ref ReadOnlySpan<byte> rest, bool hasTypes)
    {
        if (hasTypes)
            Name(ref rest);
        return Take(ref rest, Number(ref rest));
    }

    private static void Name(ref ReadOnlySpan<byte> rest) => Take(ref rest, BinaryPrimitives.ReadUInt16BigEndian(Take(ref rest, sizeof(ushort))));

    private static uint Number(ref ReadOnlySpan<byte> rest) => BinaryPrimitives.ReadUInt32BigEndian(Take(ref rest, sizeof(uint)));

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> rest, uint length)
    {
        if (length > rest.Length)
            throw new InvalidDataException("is cut off");
        var taken = rest[..(int)length];
        rest = rest[(int)length..];
        return taken;
    }
}
