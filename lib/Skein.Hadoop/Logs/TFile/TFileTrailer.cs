using System.Buffers.Binary;

namespace Skein.Hadoop.Logs.TFile;

/// <summary>
/// The last bytes of a TFile:
/// <code>
/// trailer = metaIndexOffset:int64 major:int16 minor:int16 magic:16 bytes      big-endian
/// </code>
/// The magic also opens the file. What lies between <c>metaIndexOffset</c> and the trailer is the meta index.
/// </summary>
internal static class TFileTrailer
{
    /// <summary>Bytes of the trailer.</summary>
    public const int Length = sizeof(long) + 2 * sizeof(short) + 16;

    private const int SupportedMajorVersion = 1;

    /// <summary>Major and minor version of what is written; TFile.meta has it too.</summary>
    public static ReadOnlySpan<byte> Version => [0, SupportedMajorVersion, 0, 0];

    public static ReadOnlySpan<byte> Magic =>
        [0xD1, 0x11, 0xD3, 0x68, 0x91, 0xB5, 0xD7, 0xB6, 0x39, 0xDF, 0x41, 0x40, 0x92, 0xBA, 0xE1, 0x50];

    /// <param name="trailer">The last <see cref="Length"/> bytes of the file.</param>
    /// <param name="fileLength">Bytes of the file.</param>
    /// <returns>Where the meta index starts; between the magic at the start and the trailer.</returns>
    /// <exception cref="InvalidDataException">The trailer is none, or of another version.</exception>
    public static long DecodeMetaIndexOffset(ReadOnlySpan<byte> trailer, long fileLength)
    {
        if (!trailer[^Magic.Length..].SequenceEqual(Magic))
            throw new InvalidDataException("does not end like a TFile; its upload may have broken off");
        int major = BinaryPrimitives.ReadInt16BigEndian(trailer[sizeof(long)..]);
        if (major != SupportedMajorVersion)
            throw new InvalidDataException($"is a TFile of version {major}, of which only {SupportedMajorVersion} is read");
        var offset = BinaryPrimitives.ReadInt64BigEndian(trailer);
        return offset >= Magic.Length && offset <= fileLength - Length
            ? offset
            : throw new InvalidDataException($"has its meta index at {offset}, outside of its {fileLength} bytes");
    }

    /// <summary>The trailer of a file whose meta index starts at an offset.</summary>
    public static byte[] Encode(long metaIndexOffset)
    {
        var trailer = new byte[Length];
        BinaryPrimitives.WriteInt64BigEndian(trailer, metaIndexOffset);
        Version.CopyTo(trailer.AsSpan(sizeof(long)));
        Magic.CopyTo(trailer.AsSpan(sizeof(long) + Version.Length));
        return trailer;
    }
}
