using System.Buffers.Binary;
using System.Text;
using Google.Protobuf;
using Skein.Security;

namespace Skein.Benchmarks.Load;

/// <summary>The HTTP/2 frames of gRPC calls with one request, made before the measurement: a call only fills in the number of its stream.</summary>
/// <remarks>
/// The headers of a connection's first call are added to the server's dynamic table (RFC 7541 6.2.1), those of all later ones are
/// references to it, as clients built on gRPC's C core send them.
/// </remarks>
internal sealed class CallFrames
{
    public const int HeaderSize = 9;
    public const byte Data = 0;
    public const byte Headers = 1;

    private const byte EndStream = 1;
    private const byte EndHeaders = 4;

    // Entries of HPACK's static table, and the first place of the dynamic one.
    private const byte Authority = 1;
    private const byte MethodPost = 3;
    private const byte Path = 4;
    private const byte SchemeHttps = 7;
    private const byte ContentType = 31;
    private const byte FirstDynamic = 62;

    private readonly byte[] _first;
    private readonly byte[] _later;
    private readonly byte[][] _messages;

    /// <param name="path"><c>:path</c> of the procedure.</param>
    /// <param name="requests">The requests to choose from.</param>
    /// <param name="isOpen">Whether the stream stays open for more requests.</param>
    public CallFrames(string path, IEnumerable<IMessage> requests, bool isOpen = false)
    {
        var block = new MemoryStream();
        block.Write([0x80 | MethodPost, 0x80 | SchemeHttps]);
        Add(block, Path, path);
        Add(block, Authority, CertificatePair.HostName);
        Add(block, 0, "te", "trailers");
        Add(block, ContentType, "application/grpc");
        _first = Frame(Headers, EndHeaders, block.ToArray());
        // The newest entry comes first.
        _later = Frame(Headers, EndHeaders, [
            0x80 | MethodPost, 0x80 | SchemeHttps, 0x80 | (FirstDynamic + 3), 0x80 | (FirstDynamic + 2), 0x80 | (FirstDynamic + 1), 0x80 | FirstDynamic]);
        _messages = [.. requests.Select(request => Message(request, isOpen ? (byte)0 : EndStream))];
    }

    /// <summary>How many requests there are to choose from.</summary>
    public int Count => _messages.Length;

    /// <summary>Writes the frames of one call.</summary>
    /// <param name="destination">At least 64 KiB.</param>
    /// <param name="stream">Number of its stream: 1, then the odd ones in order.</param>
    /// <param name="index">Which of the requests.</param>
    /// <returns>Bytes written.</returns>
    public int Write(Span<byte> destination, int stream, int index)
    {
        var headers = stream == 1 ? _first : _later;
        return Copy(headers, destination, stream) + Copy(_messages[index], destination[headers.Length..], stream);
    }

    /// <summary>A frame on stream 0, unless its number is filled in later.</summary>
    public static byte[] Frame(byte type, byte flags, ReadOnlySpan<byte> payload)
    {
        var frame = new byte[HeaderSize + payload.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, payload.Length << 8);
        frame[3] = type;
        frame[4] = flags;
        payload.CopyTo(frame.AsSpan(HeaderSize));
        return frame;
    }

    private static int Copy(byte[] frame, Span<byte> destination, int stream)
    {
        frame.CopyTo(destination);
        BinaryPrimitives.WriteInt32BigEndian(destination[5..], stream);
        return frame.Length;
    }

    private static byte[] Message(IMessage request, byte flags)
    {
        var payload = new byte[5 + request.CalculateSize()];
        BinaryPrimitives.WriteInt32BigEndian(payload.AsSpan(1), payload.Length - 5);
        request.WriteTo(payload.AsSpan(5));
        return Frame(Data, flags, payload);
    }

    private static void Add(MemoryStream block, byte nameIndex, params ReadOnlySpan<string> texts)
    {
        block.WriteByte((byte)(0x40 | nameIndex));
        foreach (var text in texts)
        {
            // One byte of length: below 127, not Huffman coded.
            block.WriteByte((byte)text.Length);
            block.Write(Encoding.ASCII.GetBytes(text));
        }
    }
}
