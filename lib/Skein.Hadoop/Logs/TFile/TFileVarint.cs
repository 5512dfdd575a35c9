using System.Buffers.Binary;
using System.Numerics;

namespace Skein.Hadoop.Logs.TFile;

/// <summary>
/// TFile's signed integers of one to nine bytes, told apart by the first byte FB, read as signed:
/// <code>
/// FB                 value                                   bytes
/// -32 ..  127        FB                                      1
/// -72 ..  -33        (FB + 52) &lt;&lt; 8  | next byte            2
/// -104 .. -73        (FB + 88) &lt;&lt; 16 | next 2 bytes         3
/// -120 .. -105       (FB + 112) &lt;&lt; 24 | next 3 bytes        4
/// -128 .. -121       next FB + 129 bytes, signed             2 to 9
/// </code>
/// Everything is big-endian.
/// </summary>
internal static class TFileVarint
{
    /// <summary>Bytes of the longest one.</summary>
    public const int MaximumLength = 9;

    /// <summary>Bytes of the whole integer, by its first one.</summary>
    public static int LengthOf(byte first) => (sbyte)first switch
    {
        >= -32 => 1,
        >= -72 => 2,
        >= -104 => 3,
        >= -120 => 4,
        var other => other + 130,
    };

    /// <param name="bytes">Exactly <see cref="LengthOf"/> of them.</param>
    public static long Decode(ReadOnlySpan<byte> bytes)
    {
        int first = (sbyte)bytes[0];
        Span<byte> padded = stackalloc byte[sizeof(long)];
        var rest = bytes[1..];
        padded.Fill(first < -120 && rest[0] >= 0x80 ? (byte)0xFF : (byte)0);
        rest.CopyTo(padded[(padded.Length - rest.Length)..]);
        var low = BinaryPrimitives.ReadInt64BigEndian(padded);
        return first switch
        {
            >= -32 => first,
            >= -72 => (long)(first + 52) << 8 | low,
            >= -104 => (long)(first + 88) << 16 | low,
            >= -120 => (long)(first + 112) << 24 | low,
            _ => low,
        };
    }

    /// <param name="value">What is written.</param>
    /// <param name="destination">At least <see cref="MaximumLength"/> bytes.</param>
    /// <returns>How many were written: as few as there can be.</returns>
    public static int Encode(long value, Span<byte> destination)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        if (value is >= -32 and < 128)
        {
            destination[0] = bytes[^1];
            return 1;
        }

        var (first, rest) = value switch
        {
            >= -20 << 8 and < 20 << 8 => ((value >> 8) - 52, 1),
            >= -16 << 16 and < 16 << 16 => ((value >> 16) - 88, 2),
            >= -8 << 24 and < 8 << 24 => ((value >> 24) - 112, 3),
            _ => (SignificantBytes(value) - 129L, SignificantBytes(value)),
        };
        destination[0] = (byte)first;
        bytes[^rest..].CopyTo(destination[1..]);
        return 1 + rest;
    }

    // The sign bit included.
    private static int SignificantBytes(long value) => (64 - BitOperations.LeadingZeroCount((ulong)(value < 0 ? ~value : value))) / 8 + 1;
}
