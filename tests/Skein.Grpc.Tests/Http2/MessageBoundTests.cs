using System.Buffers.Binary;
using System.Text;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace Skein.Grpc.Tests;

/// <summary>What messages that are under way may hold together on one connection.</summary>
public sealed class MessageBoundTests
{
    private const int FrameLength = 16 * 1024;
    private static readonly byte[] NoWindow = [0, (byte)Setting.InitialWindowSize, 0, 0, 0, 0];

    [Fact]
    public async Task Large_responses_that_are_not_read_are_refused_beyond_a_bound()
    {
        const int Size = 3 * 1024 * 1024;
        await using var server = await TestServer.StartAsync();
        await using var connection = await RawConnection.OpenAsync(server, NoWindow);
        for (var i = 0; i <= Http2Limits.MaxMessages / Size; i++)
            await CallAsync(connection, (2 * i) + 1, TestMethods.Repeat.Path, Framed(new StringValue { Value = $"{Size}" }), isLast: true);

        Assert.Contains("Too many large responses", await ReadOutcomeAsync(connection));
    }

    [Fact]
    public async Task Requests_that_do_not_end_are_refused_beyond_a_bound()
    {
        const int Size = 3 * FrameLength;
        await using var server = await TestServer.StartAsync();
        await using var connection = await RawConnection.OpenAsync(server);
        var begun = Framed(new StringValue { Value = new string('x', Size + 1) })[..Size];
        var window = Http2Limits.ConnectionWindow;
        for (var i = 0; i <= Http2Limits.MaxMessages / Size; i++)
        {
            for (; window < Size; window += BinaryPrimitives.ReadInt32BigEndian((await connection.ReadAsync(FrameType.WindowUpdate)).Payload))
            {
            }

            await CallAsync(connection, (2 * i) + 1, TestMethods.Echo.Path, begun, isLast: false);
            window -= Size;
        }

        Assert.Contains("Too many large requests", await ReadOutcomeAsync(connection));
    }

    private static async Task CallAsync(RawConnection connection, int stream, string path, byte[] data, bool isLast)
    {
        await connection.SendAsync(FrameType.Headers, (int)FrameFlags.EndHeaders, stream, RawConnection.Request(path));
        for (var sent = 0; sent < data.Length; sent += FrameLength)
        {
            var part = data[sent..Math.Min(data.Length, sent + FrameLength)];
            var isEnd = isLast && sent + part.Length == data.Length;
            await connection.SendAsync(FrameType.Data, isEnd ? (int)FrameFlags.EndStream : 0, stream, part);
        }
    }

    /// <summary>The first outcome of a call.</summary>
    private static async Task<string> ReadOutcomeAsync(RawConnection connection)
    {
        while (true)
        {
            var (header, payload) = await connection.ReadAsync(FrameType.Headers);
            if (header.Has(FrameFlags.EndStream))
                return Encoding.Latin1.GetString(payload);
        }
    }

    private static byte[] Framed(StringValue message)
    {
        var frame = new byte[MessageFrame.HeaderSize + message.CalculateSize()];
        MessageFrame.WriteHeader(frame, frame.Length - MessageFrame.HeaderSize);
        message.WriteTo(frame.AsSpan(MessageFrame.HeaderSize));
        return frame;
    }
}
