using Google.Protobuf;
using Skein.Hadoop.Hdfs.DataTransfer;
using Skein.Hadoop.Hdfs.Protocol;
using Skein.Hadoop.Rpc;
using Skein.Hadoop.Security.Protocol;

namespace Skein.Hadoop.Tests.Hdfs;

/// <summary>
/// Connects to real DataNodes, but on the first connection for writing turns one acknowledgement into a refusal that blames no DataNode:
/// the only way to have a pipeline of one recovered.
/// </summary>
internal sealed class DoubtfulConnector(IDataNodeConnector inner, int acknowledgement) : IDataNodeConnector
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private int _connections;

    /// <summary>Connections so far.</summary>
    public int Connections => _connections;

    public async Task<Stream> ConnectAsync(DatanodeIDProto node, TokenProto blockToken, CancellationToken cancellation)
    {
        var stream = await inner.ConnectAsync(node, blockToken, cancellation);
        return Interlocked.Increment(ref _connections) == 1 ? new DoubtfulStream(stream, acknowledgement) : stream;
    }

    public IRpcChannel OpenChannel(DatanodeIDProto node, TokenProto blockToken) => inner.OpenChannel(node, blockToken);

    private sealed class DoubtfulStream(Stream inner, int acknowledgement) : Stream
    {
        private readonly DataNodeConnection _connection = new(inner, Patience, Patience, TimeProvider.System);
        private byte[] _pending = [];
        private int _messages;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_pending.Length == 0)
                _pending = Delimited.Encode(await NextAsync(cancellationToken));
            var count = Math.Min(buffer.Length, _pending.Length);
            _pending.AsSpan(0, count).CopyTo(buffer.Span);
            _pending = _pending[count..];
            return count;
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            inner.WriteAsync(buffer, cancellationToken);

        public override async ValueTask DisposeAsync()
        {
            await _connection.DisposeAsync();
            await base.DisposeAsync();
        }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        private async Task<IMessage> NextAsync(CancellationToken cancellation)
        {
            if (_messages++ == 0)
                return await _connection.ReadMessageAsync(BlockOpResponseProto.Parser, cancellation);
            var answer = await _connection.ReadMessageAsync(PipelineAckProto.Parser, cancellation);
            return _messages - 2 == acknowledgement
                ? new PipelineAckProto { Seqno = answer.Seqno, Reply = { Status.ErrorAccessToken } }
                : answer;
        }
    }
}
