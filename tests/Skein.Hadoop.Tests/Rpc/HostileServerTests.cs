using System.Buffers.Binary;
using System.Text;
using Skein.Hadoop.Rpc;
using static Skein.Hadoop.Tests.Rpc.RpcClientTests;

namespace Skein.Hadoop.Tests.Rpc;

/// <summary>Servers that break the protocol, or are none. Every waiting call ends with one clear failure.</summary>
public sealed class HostileServerTests
{
    public static TheoryData<string, string> Answers => new()
    {
        { "HTTP/1.1 400 Bad Request\r\n\r\n", "HTTP" },
        { "SSH-2.0-OpenSSH_9.6\r\n", "ipc.maximum.response.length" },
        { "\x7f\x7f\x7f\x7f", "2139062143 bytes" },
        { "\0\0\0\0", "length of a message is broken" },
        { "\0\0\0\u0005\u0004\u0008\u0001", "lost" },
        { "\0\0\0\u0003\u0002zz", "header of an answer" },
        { "\0\0\0\u0003\u0002\u0008\u0001", "lacks its call or its status" },
        { "\0\0\0\u0005\u0004\u0008\u0063\u0010\0", "call 99, which was not made" },
        { "\0\0\0\u0005\u0004\u0008\0\u0010\0", "can not be parsed" },
        { "\0\0\0\u0008\u0004\u0008\0\u0010\0\u0002zz", "can not be parsed" },
        { "\0\0\0\u0007\u0004\u0008\0\u0010\0\0\0", "can not be parsed" },
        { "", "the server closed the connection without an answer" },
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task Broken_answers_end_the_connection_and_fail_every_call(string answer, string reason)
    {
        await using var server = new ScriptedServer(async connection =>
        {
            await connection.ReadOpeningAsync();
            await connection.ReadCallAsync();
            await connection.ReadCallAsync();
            await connection.WriteAsync(Encoding.Latin1.GetBytes(answer));
        });
        await using var client = new RpcClient(new RpcOptions { Retry = RpcRetryOptions.None });
        var calls = new[] { CallAsync(client, server), CallAsync(client, server) };
        foreach (var call in calls)
        {
            var failure = await Assert.ThrowsAsync<RpcConnectionException>(() => call);
            Assert.StartsWith($"{server.Endpoint} (test.address): ", failure.Message);
            Assert.Contains(reason, failure.Message);
        }
    }

    [Fact]
    public async Task An_answer_given_twice_ends_the_connection()
    {
        await using var server = new ScriptedServer(async connection =>
        {
            await connection.ReadOpeningAsync();
            var (first, _, _) = await connection.ReadCallAsync();
            await connection.AnswerAsync(first, NewApplication(1));
            await connection.ReadCallAsync();
            await connection.AnswerAsync(first, NewApplication(1));
            await connection.WaitForEndAsync();
        });
        await using var client = new RpcClient(new RpcOptions { Retry = RpcRetryOptions.None });
        await CallAsync(client, server);
        var failure = await Assert.ThrowsAsync<RpcConnectionException>(() => CallAsync(client, server));
        Assert.Equal(RpcFailure.Protocol, failure.Failure);
    }

    [Fact]
    public async Task Memory_grows_with_the_bytes_that_come_not_with_those_announced()
    {
        const int Announced = 100 << 20;
        var stream = new MemoryStream();
        var length = new byte[RpcFrames.LengthSize];
        BinaryPrimitives.WriteInt32BigEndian(length, Announced);
        stream.Write(length);
        stream.Write(new byte[100_000]);
        stream.Position = 0;

        using var frames = new RpcFrameReader(stream, Announced);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var read = frames.ReadAsync(Cancellation);
        Assert.True(read.IsCompleted);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        await Assert.ThrowsAsync<EndOfStreamException>(async () => await read);
    }

    [Fact]
    public async Task Large_answers_arrive_whole_and_small_ones_after_them()
    {
        var large = new Skein.Hadoop.Yarn.Protocol.KillApplicationRequestProto { Diagnostics = new string('x', 5_000_000) };
        await using var server = new ScriptedServer(async connection =>
        {
            await connection.ReadOpeningAsync();
            var (callId, _, _) = await connection.ReadCallAsync();
            await connection.AnswerAsync(callId, large);
            await AnswerCallsAsync(connection);
        });
        await using var client = new RpcClient(new RpcOptions { Retry = RpcRetryOptions.None });
        var answer = await Channel(client, server).CallAsync("m", large, Skein.Hadoop.Yarn.Protocol.KillApplicationRequestProto.Parser, Cancellation);
        Assert.Equal(large, answer);
        Assert.Equal(1, await CallAsync(client, server));
    }

    [Fact]
    public async Task Random_bytes_never_do_worse_than_a_clear_failure()
    {
        var random = new Random(20260101);
        var golden = GoldenFile.Open("ipc-simple").Frames.First(frame => !frame.FromClient).Bytes;
        for (var round = 0; round < 5000; round++)
        {
            var bytes = round % 2 == 0 ? new byte[random.Next(64)] : golden.ToArray();
            if (round % 2 == 0)
                random.NextBytes(bytes);
            else
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            using var frames = new RpcFrameReader(new MemoryStream(bytes), maxLength: 1 << 20);
            try
            {
                while (await frames.ReadAsync(Cancellation) is { } frame)
                    Read(frame.Span);
            }
            catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
            {
                // The clear failure.
            }
        }

        static void Read(ReadOnlySpan<byte> frame)
        {
            var answer = RpcAnswer.Parse(frame);
            if (answer.IsSuccess)
                Assert.True(answer.Message.Length <= frame.Length);
            else
                Assert.NotEqual("", answer.ToException(new HadoopEndpoint("h", 1)).Message);
        }
    }
}
