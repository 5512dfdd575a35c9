using System.Buffers.Binary;
using Skein.Hadoop.Security;

namespace Skein.Hadoop.Hdfs.Encryption;

/// <summary>
/// How the bytes of one file of an encryption zone are encrypted: AES in counter mode, whose counter follows from the place in the file.
/// </summary>
/// <remarks><code>counter of the block of 16 bytes at OFFSET = IV + OFFSET / 16     both of 128 bits, big-endian</code></remarks>
/// <param name="key">The file's own key.</param>
/// <param name="iv">The counter at the begin of the file, 16 bytes.</param>
internal sealed class FileCipher(Secret key, ReadOnlyMemory<byte> iv)
{
    /// <summary>Encrypts, or decrypts, from a place in the file on.</summary>
    public AesCtr At(long offset)
    {
        Span<byte> counter = stackalloc byte[AesCtr.CounterLength];
        BinaryPrimitives.WriteUInt128BigEndian(
            counter, BinaryPrimitives.ReadUInt128BigEndian(iv.Span) + (UInt128)(offset / AesCtr.CounterLength));
        var cipher = new AesCtr(key.Reveal(), counter);
        Span<byte> skipped = stackalloc byte[(int)(offset % AesCtr.CounterLength)];
        cipher.Transform(skipped, skipped);
        return cipher;
    }
}
