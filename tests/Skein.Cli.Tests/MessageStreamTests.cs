namespace Skein.Cli.Tests;

public sealed class MessageStreamTests
{
    [Fact]
    public void Messages_arrive()
    {
        var inner = new MemoryStream();
        using (var writer = new StreamWriter(new MessageStream(inner)))
            writer.Write("text");
        Assert.Equal("text"u8.ToArray(), inner.ToArray());
    }

    [Fact]
    public void Messages_that_nobody_takes_are_lost()
    {
        using var full = new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        using var writer = new StreamWriter(new MessageStream(full)) { AutoFlush = true };
        writer.Write("text");
        Assert.Throws<IOException>(() => full.Write("text"u8));
    }
}
