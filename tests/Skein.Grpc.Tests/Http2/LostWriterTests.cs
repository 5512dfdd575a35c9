namespace Skein.Grpc.Tests;

public sealed class LostWriterTests
{
    [Fact]
    public async Task A_call_that_is_opened_after_writing_has_failed_is_aborted_with_the_connection()
    {
        var application = new RecordingApplication();
        await using var transport = new BrokenTransport();
        await new Http2Connection(transport, application).RunAsync().WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal((1, 1), (application.Opened, application.Aborted));
    }

    /// <summary>Takes no bytes, and gives those of one request.</summary>
    private sealed class BrokenTransport : MemoryStream
    {
        public BrokenTransport()
            : base([.. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8, .. Frame(FrameType.Settings, 0, []), .. Frame(FrameType.Headers, 1, RawConnection.Request("/x"))])
        {
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            ValueTask.FromException(new IOException("Broken pipe"));

        private static byte[] Frame(FrameType type, int stream, byte[] payload)
        {
            var frame = new byte[FrameHeader.Size + payload.Length];
            new FrameHeader(payload.Length, type, type == FrameType.Headers ? FrameFlags.EndHeaders : FrameFlags.None, stream).Write(frame);
            payload.CopyTo(frame, FrameHeader.Size);
            return frame;
        }
    }

    private sealed class RecordingApplication : IHttp2Application, IRequestTarget
    {
        public int Opened { get; private set; }

        public int Aborted { get; private set; }

        public IRequestTarget Open(Http2Stream stream, RequestHeaders headers)
        {
            Opened++;
            return this;
        }

        public void Receive(ReadOnlySpan<byte> data, bool isLast)
        {
        }

        public void Abort() => Aborted++;
    }
}
