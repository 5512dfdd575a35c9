using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Skein.Hadoop.Web;

namespace Skein.Hadoop.Tests.Web;

public sealed class JavaKeyStoreTests
{
    private readonly byte[] _certificate = MakeCertificate();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Certificates_are_trusted_and_those_of_keys_are_not(int version)
    {
        var file = Store(version, [.. Certificate(version), .. Key(version), .. Certificate(version)], count: 3);
        Assert.True(JavaKeyStore.IsOne(file));
        Assert.Equal([_certificate, _certificate], JavaKeyStore.Read(file).Select(certificate => certificate.RawData));
    }

    [Fact]
    public void A_store_that_is_cut_off_is_refused_wherever_that_is()
    {
        var file = Store(2, [.. Certificate(2), .. Key(2)], count: 2)[..^20];
        Assert.Single(JavaKeyStore.Read(file));
        for (var length = 4; length < file.Length; length++)
            Assert.Throws<InvalidDataException>(() => JavaKeyStore.Read(file.AsSpan(0, length)));
    }

    [Fact]
    public void An_entry_of_an_unknown_kind_is_refused() =>
        Assert.Throws<InvalidDataException>(() => JavaKeyStore.Read(Store(2, [.. Number(3), .. Certificate(2)[4..]], count: 1)));

    private byte[] Certificate(int version) => [.. Number(2), .. Name("ca"), .. new byte[8], .. Bare(version)];

    private byte[] Key(int version) => [.. Number(1), .. Name("own"), .. new byte[8], .. Number(5), .. new byte[5], .. Number(1), .. Bare(version)];

    private byte[] Bare(int version) => [.. version == 2 ? Name("X.509") : [], .. Number(_certificate.Length), .. _certificate];

    private static byte[] Store(int version, byte[] entries, int count) =>
        [0xFE, 0xED, 0xFE, 0xED, .. Number(version), .. Number(count), .. entries, .. new byte[20]];

    private static byte[] Name(string name) => [0, (byte)name.Length, .. Encoding.ASCII.GetBytes(name)];

    private static byte[] Number(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }

    private static byte[] MakeCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return certificate.RawData;
    }
}
