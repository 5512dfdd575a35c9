using System.Net.Sockets;
using Skein.Hadoop.Hdfs.DataTransfer.Protection;
using Skein.Hadoop.Hdfs.Protocol;
using Skein.Hadoop.Rpc;
using Skein.Hadoop.Security;
using Skein.Hadoop.Security.Protocol;

namespace Skein.Hadoop.Hdfs.DataTransfer;

/// <summary>TCP to DataNodes, protected as the cluster wants it.</summary>
internal sealed class DataNodeConnector : IDataNodeConnector
{
    private readonly HdfsOptions _options;
    private readonly ChannelProtector _protector;
    private readonly Func<HadoopEndpoint, Token?, IRpcChannel> _openChannel;
    private readonly TimeProvider _time;

    /// <param name="options">Time-out, and whether names or addresses are dialled.</param>
    /// <param name="protector">Protects fresh connections.</param>
    /// <param name="openChannel">Opens a channel of <see cref="HdfsProtocols.DataNode"/>, with a block's token if there is one.</param>
    /// <param name="time">Clock of the time-out.</param>
    public DataNodeConnector(
        HdfsOptions options, ChannelProtector protector, Func<HadoopEndpoint, Token?, IRpcChannel> openChannel, TimeProvider time)
    {
        _options = options;
        _protector = protector;
        _openChannel = openChannel;
        _time = time;
    }

    public async Task<Stream> ConnectAsync(DatanodeIDProto node, TokenProto blockToken, CancellationToken cancellation)
    {
        DataTransferIdentity? refused = null;
        while (true)
        {
            var socket = await DialAsync(node, cancellation);
            try
            {
                var identity = await _protector.IdentifyAsync(socket, node, blockToken, refused, cancellation);
                var stream = new NetworkStream(socket, ownsSocket: true);
                if (identity is null)
                    return stream;
                try
                {
                    return await _protector.LogInAsync(stream, identity, cancellation);
                }
                catch (DataTransferException e) when (e.Fault == DataTransferFault.KeyUnknown && refused is null)
                {
                    // The NameNode has a newer one; a key that is as fresh as can be is refused for good.
                    refused = identity;
                    await stream.DisposeAsync();
                }
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }
    }

    public IRpcChannel OpenChannel(DatanodeIDProto node, TokenProto blockToken) => _openChannel(
        new HadoopEndpoint(Host(node), (int)node.IpcPort), blockToken.Identifier.IsEmpty ? null : Token.FromMessage(blockToken));

    private async Task<Socket> DialAsync(DatanodeIDProto node, CancellationToken cancellation)
    {
        var host = Host(node);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            using var deadline = new Deadline(_options.SocketTimeout, _time, cancellation);
            await socket.ConnectAsync(host, (int)node.XferPort, deadline.Token);
            return socket;
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

    private string Host(DatanodeIDProto node) => _options.UseDataNodeHostName ? node.HostName : node.IpAddr;
}
