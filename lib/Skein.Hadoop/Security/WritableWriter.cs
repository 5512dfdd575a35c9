using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Skein.Hadoop.Security;

/// <summary>Writes what Hadoop's Java classes read through <c>Writable</c>; <see cref="WritableReader"/> has the grammar.</summary>
public sealed class WritableWriter
{
    private readonly ArrayBufferWriter<byte> _buffer = new();

    /// <summary>Everything written so far.</summary>
    public ReadOnlySpan<byte> Written => _buffer.WrittenSpan;

    public void WriteByte(byte value) => WriteRaw([value]);

    public void WriteRaw(ReadOnlySpan<byte> bytes) => _buffer.Write(bytes);

    /// <summary>A vint or vlong: both have one form.</summary>
    public void WriteVLong(long value)
    {
        if (value is >= -112 and <= 127)
        {
            WriteByte((byte)value);
            return;
        }

        var magnitude = (ulong)(value < 0 ? ~value : value);
        var length = sizeof(ulong) - (System.Numerics.BitOperations.LeadingZeroCount(magnitude) / 8);
        WriteByte((byte)(value < 0 ? -120 - length : -112 - length));

        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, magnitude);
        WriteRaw(bytes[^length..]);
    }

    /// <summary>A vint length and the bytes.</summary>
    public void WriteBytes(ReadOnlySpan<byte> bytes)
    {
        WriteVLong(bytes.Length);
        WriteRaw(bytes);
    }

    /// <summary>A vint byte length and UTF-8.</summary>
    public void WriteText(string text) => WriteBytes(Encoding.UTF8.GetBytes(text));

    /// <summary>Identifier, password, kind, service.</summary>
    public void WriteToken(Token token)
    {
        WriteBytes(token.Identifier.Span);
        WriteBytes(token.Password.Reveal());
        WriteText(token.Kind);
        WriteText(token.Service);
    }
}
