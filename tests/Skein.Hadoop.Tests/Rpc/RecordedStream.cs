namespace Skein.Hadoop.Tests.Rpc;

/// <summary>The wire of a recorded connection: gives what the server sent, keeps what is written.</summary>
internal sealed class RecordedStream(IReadOnlyList<GoldenFrame> frames) : Stream
{
    private readonly MemoryStream _server = new([.. frames.Where(frame => !frame.FromClient).SelectMany(frame => frame.Bytes)]);
    private readonly MemoryStream _client = new();

    /// <summary>What the client sent when it was recorded.</summary>
    public byte[] Expected => [.. frames.Where(frame => frame.FromClient).SelectMany(frame => frame.Bytes)];

    public byte[] Written => _client.ToArray();

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => _server.Read(buffer, offset, count);

    public override void Write(byte[] buffer, int offset, int count) => _client.Write(buffer, offset, count);

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
