using System.Buffers;
using System.IO.Pipelines;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace Skein.Grpc.Tests;

public sealed class MessageFrameTests
{
    private const int Limit = 1000;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void A_message_is_written_as_flag_length_and_payload()
    {
        var output = new ArrayBufferWriter<byte>();
        MessageWriter.Write(output, new StringValue { Value = "hi" }, Limit);
        Assert.Equal("0000000004" + "0A026869", Convert.ToHexString(output.WrittenSpan));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(70_000)]
    public void A_message_beyond_the_buffer_at_hand_is_written_whole(int size)
    {
        var message = new BytesValue { Value = ByteString.CopyFrom(new byte[size]) };
        var output = new SmallBufferWriter(16);
        MessageWriter.Write(output, message, 100_000);
        Assert.True(MessageFrame.TryRead(new ReadOnlySequence<byte>(output.ToArray()), 100_000, out var payload));
        Assert.Equal(message, BytesValue.Parser.ParseFrom(payload));
    }

    [Fact]
    public void A_refused_message_leaves_nothing_behind()
    {
        var output = new ArrayBufferWriter<byte>();
        var e = Assert.Throws<GrpcException>(
            () => MessageWriter.Write(output, new StringValue { Value = new string('x', Limit) }, Limit));
        Assert.Equal(GrpcStatusCode.ResourceExhausted, e.Status);
        Assert.Equal(0, output.WrittenCount);
    }

    [Fact]
    public void Every_prefix_of_a_message_is_incomplete()
    {
        var frame = Convert.FromHexString("00000000040A026869");
        for (var length = 0; length < frame.Length; length++)
            Assert.False(MessageFrame.TryRead(new ReadOnlySequence<byte>(frame, 0, length), Limit, out _));
        Assert.True(MessageFrame.TryRead(new ReadOnlySequence<byte>(frame), Limit, out var payload));
        Assert.Equal(4, payload.Length);
    }

    [Theory]
    [InlineData("00FFFFFFFF", GrpcStatusCode.ResourceExhausted)]
    [InlineData("00000003E9", GrpcStatusCode.ResourceExhausted)]
    [InlineData("0100000001", GrpcStatusCode.Unimplemented)]
    [InlineData("0200000001", GrpcStatusCode.Internal)]
    public void A_header_is_refused_before_its_payload_arrives(string hex, GrpcStatusCode status)
    {
        var buffer = new ReadOnlySequence<byte>(Convert.FromHexString(hex));
        Assert.Equal(status, Assert.Throws<GrpcException>(() => MessageFrame.TryRead(buffer, Limit, out _)).Status);
    }

    [Fact]
    public async Task Messages_are_read_whatever_the_borders_of_the_chunks_they_come_in()
    {
        var stream = Convert.FromHexString("00000000040A026869" + "0000000000" + "00000000030A0121");
        for (var chunk = 1; chunk <= stream.Length; chunk++)
        {
            var pipe = new Pipe();
            var feeding = FeedAsync(pipe.Writer, stream, chunk);
            var received = new List<string>();
            while (await MessageReader.ReadAsync(pipe.Reader, StringValue.Parser, Limit, Cancellation) is { } message)
                received.Add(message.Value);
            Assert.Equal(["hi", "", "!"], received);
            await feeding;
        }
    }

    [Fact]
    public async Task Random_bytes_never_do_more_than_fail_with_a_status()
    {
        var random = new Random(20);
        for (var round = 0; round < 3000; round++)
        {
            var bytes = new byte[random.Next(0, 64)];
            random.NextBytes(bytes);
            // Mostly plausible headers, so that the payload is reached.
            if (bytes.Length > 5 && round % 4 != 0)
            {
                bytes.AsSpan(0, 4).Clear();
                bytes[4] = (byte)random.Next(0, bytes.Length);
            }

            var input = PipeReader.Create(new ReadOnlySequence<byte>(bytes));
            try
            {
                while (await MessageReader.ReadAsync(input, Struct.Parser, Limit, Cancellation) is not null)
                {
                }
            }
            catch (GrpcException e)
            {
                Assert.Contains(e.Status, new[] { GrpcStatusCode.Internal, GrpcStatusCode.ResourceExhausted, GrpcStatusCode.Unimplemented });
            }
        }
    }

    private static async Task FeedAsync(PipeWriter output, byte[] bytes, int chunk)
    {
        for (var i = 0; i < bytes.Length; i += chunk)
            await output.WriteAsync(bytes.AsMemory(i, Math.Min(chunk, bytes.Length - i)), Cancellation);
        await output.CompleteAsync();
    }
}
