using System.Buffers.Binary;

namespace Skein.Hadoop.Logs.TFile;

/// <summary>Reads the small items between the records and logs of a TFile block.</summary>
internal static class TFileStreamReading
{
    /// <summary>An integer, or null where the stream ends.</summary>
    /// <exception cref="EndOfStreamException">The stream ends within the integer.</exception>
    public static async ValueTask<long?> TryReadVarintAsync(this Stream stream, CancellationToken cancellation)
    {
        var bytes = new byte[TFileVarint.MaximumLength];
        if (await stream.ReadAsync(bytes.AsMemory(0, 1), cancellation) == 0)
            return null;
        var length = TFileVarint.LengthOf(bytes[0]);
        await stream.ReadExactlyAsync(bytes.AsMemory(1, length - 1), cancellation);
        return TFileVarint.Decode(bytes.AsSpan(0, length));
    }

    /// <summary>A Java string, as uint16 length and so many bytes of modified UTF-8; null where the stream ends.</summary>
    /// <exception cref="EndOfStreamException">The stream ends within the string.</exception>
    /// <exception cref="InvalidDataException">The bytes are no modified UTF-8.</exception>
    public static async ValueTask<string?> TryReadJavaStringAsync(this Stream stream, CancellationToken cancellation)
    {
        var length = new byte[sizeof(ushort)];
        if (await stream.ReadAsync(length.AsMemory(0, 1), cancellation) == 0)
            return null;
        await stream.ReadExactlyAsync(length.AsMemory(1), cancellation);
        var bytes = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
        await stream.ReadExactlyAsync(bytes, cancellation);
        return ModifiedUtf8.Decode(bytes);
    }
}
