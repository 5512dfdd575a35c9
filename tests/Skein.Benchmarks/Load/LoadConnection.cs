using System.Buffers.Binary;
using Skein.Security;

namespace Skein.Benchmarks.Load;

/// <summary>One HTTP/2 connection with mutual TLS, on the thread that uses it.</summary>
/// <remarks>
/// As little as gets calls answered, because the generator and the server share the machine's processors: system calls that block, no
/// flow control of its own (the server may always send), and no header compression asked for, so that the status can be found in
/// the trailers without decoding them.
/// </remarks>
internal sealed class LoadConnection : IDisposable
{
    private const byte Reset = 3;
    private const byte Settings = 4;
    private const byte Ping = 6;
    private const byte GoAway = 7;
    private const byte WindowUpdate = 8;
    private const byte Acknowledged = 1;
    private const byte EndStream = 1;
    private const int Unlimited = int.MaxValue;

    private static ReadOnlySpan<byte> Ok => "\u000bgrpc-status\u00010"u8;

    // The same with the name Huffman coded, as Netty sends it.
    private static ReadOnlySpan<byte> HuffmanOk => [0x88, 0x9A, 0xCA, 0xC8, 0xB2, 0x12, 0x34, 0xDA, 0x8F, 0x01, (byte)'0'];

    private readonly TlsConnection _connection;
    private readonly CallFrames _calls;
    private readonly byte[] _output = new byte[64 * 1024];
    private readonly byte[] _input = new byte[64 * 1024];
    private int _start;
    private int _end;
    private int _lastStream = -1;

    public LoadConnection(Target target, CertificateFiles certificate, CallFrames calls)
    {
        _calls = calls;
        _connection = new TlsConnection(target.Host, target.Port, certificate);
        _connection.Write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8);
        var settings = new byte[12];
        BinaryPrimitives.WriteUInt16BigEndian(settings, 1); // SETTINGS_HEADER_TABLE_SIZE: 0
        BinaryPrimitives.WriteUInt16BigEndian(settings.AsSpan(6), 4); // SETTINGS_INITIAL_WINDOW_SIZE
        BinaryPrimitives.WriteInt32BigEndian(settings.AsSpan(8), Unlimited);
        _connection.Write(CallFrames.Frame(Settings, 0, settings));
        var window = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(window, Unlimited - ushort.MaxValue);
        _connection.Write(CallFrames.Frame(WindowUpdate, 0, window));
    }

    /// <summary>Makes one call and waits for its end.</summary>
    /// <param name="index">Which of the requests.</param>
    /// <returns>Bytes of the response message.</returns>
    /// <exception cref="IOException">The call did not end well.</exception>
    public int Call(int index)
    {
        Open(index);
        var received = 0;
        while (true)
        {
            var (type, flags, payload) = Receive();
            if (type == CallFrames.Data)
                received += payload.Length;
            else if ((flags & EndStream) != 0)
                return payload.Span.EndsWith(Ok) || payload.Span.EndsWith(HuffmanOk) ? received - 5 : throw Failed(payload.Span);
        }
    }

    /// <summary>Begins a call.</summary>
    /// <param name="index">Which of the requests.</param>
    public void Open(int index)
    {
        _lastStream += 2;
        _connection.Write(_output.AsSpan(0, _calls.Write(_output, _lastStream, index)));
    }

    /// <summary>Takes messages of open calls, whichever they belong to.</summary>
    /// <param name="count">How many.</param>
    /// <exception cref="IOException">One of the calls has ended.</exception>
    public void Take(long count)
    {
        while (count > 0)
        {
            var (type, flags, payload) = Receive();
            if (type == CallFrames.Data)
                count--;
            else if ((flags & EndStream) != 0)
                throw Failed(payload.Span);
        }
    }

    public void Dispose() => _connection.Dispose();

    private static IOException Failed(ReadOnlySpan<byte> trailers) => new($"A call failed; its trailers: {Convert.ToHexString(trailers)}");

    /// <summary>The next frame of headers or data.</summary>
    private (byte Type, byte Flags, ReadOnlyMemory<byte> Payload) Receive()
    {
        while (true)
        {
            var (type, flags, payload) = ReadFrame();
            switch (type)
            {
                case CallFrames.Data or CallFrames.Headers:
                    return (type, flags, payload);
                case Settings or Ping when (flags & Acknowledged) == 0:
                    _connection.Write(CallFrames.Frame(type, Acknowledged, type == Ping ? payload.Span : []));
                    break;
                case Reset or GoAway:
                    throw new IOException("The server ended the stream or the connection");
                default:
                    break;
            }
        }
    }

    private (byte Type, byte Flags, ReadOnlyMemory<byte> Payload) ReadFrame()
    {
        Require(CallFrames.HeaderSize);
        var length = BinaryPrimitives.ReadInt32BigEndian(_input.AsSpan(_start)) >> 8;
        Require(CallFrames.HeaderSize + length);
        var frame = _input.AsMemory(_start, CallFrames.HeaderSize + length);
        _start += frame.Length;
        return (frame.Span[3], frame.Span[4], frame[CallFrames.HeaderSize..]);
    }

    private void Require(int count)
    {
        while (_end - _start < count)
        {
            if (_start > 0)
            {
                _input.AsSpan(_start, _end - _start).CopyTo(_input);
                (_start, _end) = (0, _end - _start);
            }

            _end += _connection.Read(_input.AsSpan(_end));
        }
    }
}
