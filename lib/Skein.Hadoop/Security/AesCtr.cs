using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Skein.Hadoop.Security;

/// <summary>AES in counter mode over one run of bytes: encrypting and decrypting are the same. Not for several threads at once.</summary>
/// <remarks>
/// <code>
/// keystream     AES(key, counter) | AES(key, counter + 1) | ...     counters of 128 bits, big-endian, the first one given
/// other bytes = bytes XOR keystream
/// </code>
/// The platform has no such mode; it has AES on single blocks in hardware, which is given many counters at once.
/// </remarks>
public sealed class AesCtr : IDisposable
{
    /// <summary>Bytes of the first counter.</summary>
    public const int CounterLength = 16;

    // Large enough that the calls into the platform do not count, small enough for the first-level cache.
    private const int KeystreamLength = 8 * 1024;

    private readonly Aes _aes;
    private readonly ICryptoTransform _blocks;
    private readonly byte[] _counters = new byte[KeystreamLength];
    private readonly byte[] _keystream = new byte[KeystreamLength];
    private UInt128 _counter;
    private int _used = KeystreamLength;

    /// <param name="key">16, 24 or 32 bytes.</param>
    /// <param name="counter">The first counter, <see cref="CounterLength"/> bytes.</param>
    /// <exception cref="ArgumentException">The key or the counter has another length.</exception>
    public AesCtr(ReadOnlySpan<byte> key, ReadOnlySpan<byte> counter)
    {
        if (key.Length is not (16 or 24 or 32))
            throw new ArgumentException($"An AES key of {key.Length} bytes is not possible; 16, 24 and 32 are", nameof(key));
        if (counter.Length != CounterLength)
            throw new ArgumentException($"A counter of {counter.Length} bytes is not possible; {CounterLength} are", nameof(counter));
        _counter = BinaryPrimitives.ReadUInt128BigEndian(counter);
        _aes = Aes.Create();
        _aes.Mode = CipherMode.ECB;
        _aes.Padding = PaddingMode.None;
        _aes.Key = key.ToArray();
        _blocks = _aes.CreateEncryptor();
    }

    /// <summary>Transforms the next bytes.</summary>
    /// <param name="source">The bytes.</param>
    /// <param name="target">Room for as many; may be the same as <paramref name="source"/>.</param>
    public void Transform(ReadOnlySpan<byte> source, Span<byte> target)
    {
        target = target[..source.Length];
        while (!source.IsEmpty)
        {
            if (_used == KeystreamLength)
                Refill(source.Length);
            var count = Math.Min(source.Length, KeystreamLength - _used);
            Xor(source[..count], _keystream.AsSpan(_used, count), target);
            _used += count;
            source = source[count..];
            target = target[count..];
        }
    }

    public void Dispose()
    {
        _blocks.Dispose();
        _aes.Dispose();
        CryptographicOperations.ZeroMemory(_keystream);
    }

    // The keystream stands at the end of its buffer, so that little of it is made for few bytes.
    private void Refill(int wanted)
    {
        var length = Math.Min(KeystreamLength, (wanted + CounterLength - 1) / CounterLength * CounterLength);
        _used = KeystreamLength - length;
        for (var position = 0; position < length; position += CounterLength)
            BinaryPrimitives.WriteUInt128BigEndian(_counters.AsSpan(position), _counter++);
        _blocks.TransformBlock(_counters, 0, length, _keystream, _used);
    }

    private static void Xor(ReadOnlySpan<byte> source, ReadOnlySpan<byte> keystream, Span<byte> target)
    {
        var vectors = source.Length / Vector<byte>.Count;
        var left = MemoryMarshal.Cast<byte, Vector<byte>>(source);
        var right = MemoryMarshal.Cast<byte, Vector<byte>>(keystream)[..vectors];
        var result = MemoryMarshal.Cast<byte, Vector<byte>>(target);
        for (var index = 0; index < right.Length; index++)
            result[index] = left[index] ^ right[index];
        for (var index = vectors * Vector<byte>.Count; index < source.Length; index++)
            target[index] = (byte)(source[index] ^ keystream[index]);
    }
}
