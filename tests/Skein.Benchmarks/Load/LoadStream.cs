using System.Net.Sockets;

namespace Skein.Benchmarks.Load;

/// <summary>What TLS reads from and writes to, with no system call that only asks whether there is something to read.</summary>
internal sealed class LoadStream(Socket socket) : NetworkStream(socket, ownsSocket: true)
{
    public override int Read(Span<byte> buffer) => buffer.IsEmpty ? 0 : base.Read(buffer);
}
