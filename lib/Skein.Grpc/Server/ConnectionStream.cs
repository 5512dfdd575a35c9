using System.Net.Sockets;

namespace Skein.Grpc;

/// <summary>What TLS reads from and writes to.</summary>
/// <remarks>
/// <see cref="System.Net.Security.SslStream"/> reads nothing, to learn that there is something, before each record that it takes a buffer of 32 KiB for: a silent connection
/// holds no memory, and each record costs one more system call. The first connections, which do most of the calls where there are few, do without it.
/// </remarks>
internal sealed class ConnectionStream(Socket socket, ReceiveBuffers buffers) : NetworkStream(socket, ownsSocket: true)
{
    private bool _hasBuffer;

    /// <inheritdoc />
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!buffer.IsEmpty)
            return base.ReadAsync(buffer, cancellationToken);
        _hasBuffer = _hasBuffer || buffers.TryTake();
        return _hasBuffer ? ValueTask.FromResult(0) : base.ReadAsync(buffer, cancellationToken);
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (_hasBuffer)
            buffers.Return();
        _hasBuffer = false;
        base.Dispose(disposing);
    }
}
