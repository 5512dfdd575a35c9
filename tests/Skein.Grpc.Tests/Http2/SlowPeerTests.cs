namespace Skein.Grpc.Tests;

public sealed class SlowPeerTests
{
    private static readonly byte[] Opening = [.. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8, 0, 0, 0, (byte)FrameType.Settings, 0, 0, 0, 0, 0];

    [Theory]
    [InlineData("no preface", 0, true, Http2Limits.OpeningTime)]
    [InlineData("half a preface", 12, true, Http2Limits.OpeningTime)]
    [InlineData("no settings", 24, true, Http2Limits.OpeningTime)]
    [InlineData("nothing after the settings", 33, true, Http2Limits.PingAfter + Http2Limits.PingTime)]
    [InlineData("what it does not read the answer to", 33, false, Http2Limits.WriteTime)]
    public async Task A_peer_is_cut_after_its_time_that_sends(string what, int bytes, bool reads, int seconds)
    {
        await using var transport = new SilentTransport(Opening[..bytes], reads);
        var connection = new Http2Connection(transport, new NoApplication());
        var run = connection.RunAsync();
        var ticks = 0;
        while (ticks <= 1000 && connection.Tick())
            ticks++;
        Assert.Equal((what, seconds), (what, ticks));
        transport.HangUp();
        await run.WaitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Gives some bytes and then none, until it hangs up.</summary>
    private sealed class SilentTransport(byte[] first, bool reads) : MemoryStream
    {
        private readonly TaskCompletionSource<int> _end = new();
        private bool _isGiven = first.Length == 0;

        public void HangUp() => _end.SetResult(0);

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_isGiven)
                return new ValueTask<int>(_end.Task);
            _isGiven = true;
            first.CopyTo(buffer);
            return ValueTask.FromResult(first.Length);
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            reads ? ValueTask.CompletedTask : new ValueTask(_end.Task);
    }

    private sealed class NoApplication : IHttp2Application
    {
        public IRequestTarget Open(Http2Stream stream, RequestHeaders headers) => throw new InvalidOperationException("No request was sent");
    }
}
