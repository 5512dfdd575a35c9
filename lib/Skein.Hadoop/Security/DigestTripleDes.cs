using System.Numerics;
using System.Security.Cryptography;

namespace Skein.Hadoop.Security;

/// <summary><c>3des</c>: the sealing digest holds two DES keys of 56 bits in its first 14 bytes; its last 8 bytes start the chain.</summary>
internal sealed class DigestTripleDes : DigestCipher
{
    private const int DesBlockLength = 8;

    // The chaining of blocks runs on from message to message, so one transform is kept for good.
    private readonly ICryptoTransform _transform;

    public DigestTripleDes(byte[] sealing, bool encrypt)
    {
        using var cipher = TripleDES.Create();
        cipher.Mode = CipherMode.CBC;
        cipher.Padding = PaddingMode.None;
        cipher.Key = [.. ExpandKey(sealing.AsSpan(0, 7)), .. ExpandKey(sealing.AsSpan(7, 7))];
        cipher.IV = sealing[8..];
        _transform = encrypt ? cipher.CreateEncryptor() : cipher.CreateDecryptor();
    }

    public override int BlockLength => DesBlockLength;

    public override void Transform(byte[] bytes, int start, int length) => _transform.TransformBlock(bytes, start, length, bytes, start);

    public override void Dispose() => _transform.Dispose();

    // A DES key is eight bytes of seven key bits each, most significant first, and a lowest bit that makes the number of ones odd.
    private static byte[] ExpandKey(ReadOnlySpan<byte> bits)
    {
        ulong key = 0;
        foreach (var next in bits)
            key = (key << 8) | next;

        var expanded = new byte[DesBlockLength];
        for (var i = 0; i < expanded.Length; i++)
        {
            var seven = (uint)(key >> (49 - (7 * i))) & 0x7F;
            var parity = (BitOperations.PopCount(seven) & 1) ^ 1;
            expanded[i] = (byte)((seven << 1) | (uint)parity);
        }

        return expanded;
    }
}
