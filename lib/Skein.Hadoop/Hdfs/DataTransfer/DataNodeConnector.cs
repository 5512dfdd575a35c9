using System.Net.Sockets;
using Skein.Hadoop.Hdfs.Protocol;
using Skein.Hadoop.Rpc;
using Skein.Hadoop.Security.Protocol;

namespace Skein.Hadoop.Hdfs.DataTransfer;

/// <summary>Plain TCP to DataNodes.</summary>
internal sealed class DataNodeConnector : IDataNodeConnector
{
    private readonly HdfsOptions _options;
    private readonly Func<HadoopEndpoint, IRpcChannel> _openChannel;
    private readonly TimeProvider _time;

    /// <param name="options">Time-out, and whether names or addresses are dialled.</param>
    /// <param name="openChannel">Opens a channel of <see cref="HdfsProtocols.DataNode"/>.</param>
    /// <param name="time">Clock of the time-out.</param>
    public DataNodeConnector(HdfsOptions options, Func<HadoopEndpoint, IRpcChannel> openChannel, TimeProvider time)
    {
        _options = options;
        _openChannel = openChannel;
        _time = time;
    }

    public async Task<Stream> ConnectAsync(DatanodeIDProto node, TokenProto blockToken, CancellationToken cancellation)
    {
        var host = Host(node);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            using var deadline = new Deadline(_options.SocketTimeout, _time, cancellation);
            await socket.ConnectAsync(host, (int)node.XferPort, deadline.Token);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ArgumentException)
        {
            socket.Dispose();
            cancellation.ThrowIfCancellationRequested();
            var reason = e is OperationCanceledException
                ? $"no answer for {_options.SocketTimeout.TotalSeconds:0} s (dfs.client.socket-timeout)"
                : e.Message;
            var hint = _options.UseDataNodeHostName ? "" : "; dfs.client.use.datanode.hostname would dial its name instead";
            throw new DataTransferException($"can not be reached at {host}:{node.XferPort}: {reason}{hint}", e);
        }
    }

    public IRpcChannel OpenChannel(DatanodeIDProto node, TokenProto blockToken) =>
        _openChannel(new HadoopEndpoint(Host(node), (int)node.IpcPort));

    private string Host(DatanodeIDProto node) => _options.UseDataNodeHostName ? node.HostName : node.IpAddr;
}
