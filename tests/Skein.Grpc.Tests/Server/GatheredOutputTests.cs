namespace Skein.Grpc.Tests;

public sealed class GatheredOutputTests
{
    private readonly CountingTransport _first = new();
    private readonly CountingTransport _second = new();

    [Fact]
    public void What_is_sent_meanwhile_leaves_at_the_end_that_of_each_connection_in_one_piece()
    {
        var (one, other) = (OutputTo(_first), OutputTo(_second));

        GatheredOutput.Run(() =>
        {
            Ping(one);
            Ping(other);
            GatheredOutput.Run(() => Ping(one));
            Assert.Equal((0, 0), (_first.Writes, _second.Writes));
        });

        Assert.Equal((1, 1), (_first.Writes, _second.Writes));
        Assert.Equal(2 * _second.Length, _first.Length);
    }

    [Fact]
    public void What_was_sent_before_a_failure_leaves_and_later_sends_are_not_put_off()
    {
        var output = OutputTo(_first);

        Assert.Throws<InvalidOperationException>(() => GatheredOutput.Run(() =>
        {
            Ping(output);
            throw new InvalidOperationException();
        }));
        Assert.Equal(1, _first.Writes);

        Ping(output);
        Assert.Equal(2, _first.Writes);
    }

    [Fact]
    public async Task What_another_thread_sends_is_not_put_off()
    {
        var output = OutputTo(_first);
        var (begun, sent) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new ManualResetEventSlim());
        var sending = Task.Run(
            async () =>
            {
                await begun.Task;
                Ping(output);
                sent.Set();
            },
            TestContext.Current.CancellationToken);

        GatheredOutput.Run(() =>
        {
            begun.SetResult();
            sent.Wait(TestContext.Current.CancellationToken);
            Assert.Equal(1, _first.Writes);
        });
        await sending;
        sent.Dispose();
    }

    private static ConnectionOutput OutputTo(Stream transport) => new(transport, static _ => { });

    private static void Ping(ConnectionOutput output)
    {
        lock (output.Gate)
            output.Append(FrameType.Ping, FrameFlags.None, 0, new byte[8]);
        output.Flush();
    }

    private sealed class CountingTransport : MemoryStream
    {
        public int Writes { get; private set; }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Writes++;
            return base.WriteAsync(buffer, cancellationToken);
        }
    }
}
