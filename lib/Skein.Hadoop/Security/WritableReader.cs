using System.Buffers.Binary;
using System.Text;

namespace Skein.Hadoop.Security;

/// <summary>Reads what Hadoop's Java classes write through <c>Writable</c>; refuses lengths beyond the bytes at hand.</summary>
/// <remarks>
/// <code>
/// vlong  first byte b (signed):  b >= -112         the value itself
///                                -120 &lt;= b &lt;= -113  -(b + 112) bytes follow: the value, big-endian
///                                b &lt;= -121         -(b + 120) bytes follow: the one's complement of the value, big-endian
/// vint   a vlong within 32 bits
/// Text   vint byte length | UTF-8
/// string i32 big-endian byte length | UTF-8
/// </code>
/// </remarks>
public ref struct WritableReader
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private ReadOnlySpan<byte> _rest;

    public WritableReader(ReadOnlySpan<byte> bytes) => _rest = bytes;

    /// <summary>Bytes not read yet.</summary>
    public readonly int Remaining => _rest.Length;

    /// <exception cref="InvalidDataException">The bytes end too early.</exception>
    public byte ReadByte() => Take(1)[0];

    /// <exception cref="InvalidDataException">The bytes end too early.</exception>
    public int ReadInt32() => BinaryPrimitives.ReadInt32BigEndian(Take(sizeof(int)));

    /// <exception cref="InvalidDataException">The bytes end too early.</exception>
    public long ReadVLong()
    {
        var first = (sbyte)ReadByte();
        if (first >= -112)
            return first;

        var negative = first <= -121;
        var length = negative ? -(first + 120) : -(first + 112);
        ulong value = 0;
        foreach (var next in Take(length))
            value = (value << 8) | next;
        return (long)(negative ? ~value : value);
    }

    /// <exception cref="InvalidDataException">The bytes end too early, or the value needs more than 32 bits.</exception>
    public int ReadVInt()
    {
        var value = ReadVLong();
        return value is >= int.MinValue and <= int.MaxValue
            ? (int)value
            : throw new InvalidDataException($"The value {value} stands where 32 bits are expected");
    }

    /// <summary>A vint length and that many bytes.</summary>
    /// <exception cref="InvalidDataException">The length is negative or larger than what is left.</exception>
    public ReadOnlySpan<byte> ReadBytes() => Take(ReadVInt());

    /// <exception cref="InvalidDataException">The length is negative or larger than what is left, or the bytes are not UTF-8.</exception>
    public string ReadText() => Decode(ReadBytes());

    /// <exception cref="InvalidDataException">The length is negative or larger than what is left, or the bytes are not UTF-8.</exception>
    public string ReadString() => Decode(Take(ReadInt32()));

    /// <summary>A token: vint length and identifier, vint length and password, Text kind, Text service.</summary>
    /// <exception cref="InvalidDataException">The bytes are not a token.</exception>
    public Token ReadToken()
    {
        var identifier = ReadBytes().ToArray();
        var password = new Secret(ReadBytes().ToArray());
        return new Token(identifier, password, ReadText(), ReadText());
    }

    private static string Decode(ReadOnlySpan<byte> text)
    {
        try
        {
            return StrictUtf8.GetString(text);
        }
        catch (DecoderFallbackException e)
        {
            throw new InvalidDataException("A text is not UTF-8", e);
        }
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length < 0 || length > _rest.Length)
            throw new InvalidDataException($"{length} bytes are announced where {_rest.Length} are left");
        var taken = _rest[..length];
        _rest = _rest[length..];
        return taken;
    }
}
