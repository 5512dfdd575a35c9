using System.IO.Compression;

namespace Skein.Hadoop.Logs;

/// <summary>How Hadoop compresses aggregated logs.</summary>
internal static class LogCompression
{
    /// <summary>The uncompressed bytes of a stream. What is called <c>gz</c> is a zlib stream, without gzip's header.</summary>
    /// <exception cref="InvalidDataException">The algorithm is not known here.</exception>
    public static Stream Decompress(Stream compressed, string algorithm) => algorithm switch
    {
        "none" => compressed,
        "gz" => new ZLibStream(compressed, CompressionMode.Decompress),
        _ => throw new InvalidDataException(
            $"is compressed with \"{algorithm}\"; only \"none\" and \"gz\" are read here, yarn logs reads others"),
    };
}
