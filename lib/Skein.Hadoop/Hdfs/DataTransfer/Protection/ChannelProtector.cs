using System.Net;
using System.Net.Sockets;
using Skein.Hadoop.Hdfs.Protocol;
using Skein.Hadoop.Security.Protocol;

namespace Skein.Hadoop.Hdfs.DataTransfer.Protection;

/// <summary>Brings fresh connections to DataNodes to the protection that cluster and settings want.</summary>
internal sealed class ChannelProtector
{
    private readonly DataTransferOptions _options;
    private readonly TimeSpan _patience;
    private readonly ServerDefaults _serverDefaults;
    private readonly DataEncryptionKeys _keys;
    private readonly TimeProvider _time;

    /// <param name="options">What is wanted, and how long a login may take: <see cref="HdfsOptions.SocketTimeout"/>.</param>
    /// <param name="nameNode">The DataNodes' NameNode.</param>
    /// <param name="serverDefaults">Says whether its DataNodes want everything encrypted.</param>
    /// <param name="time">Clock of logins and keys.</param>
    public ChannelProtector(HdfsOptions options, NameNodeClient nameNode, ServerDefaults serverDefaults, TimeProvider time)
    {
        _options = options.DataTransfer;
        _patience = options.SocketTimeout;
        _serverDefaults = serverDefaults;
        _keys = new DataEncryptionKeys(nameNode, time);
        _time = time;
    }

    /// <summary>What a connection's login is to show; null: there is no login.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="node">The DataNode it leads to.</param>
    /// <param name="blockToken">Token of the block concerned.</param>
    /// <param name="refused">A login by data encryption key that the DataNode did not know; null: none.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <exception cref="DataTransferException">The cluster offers less than the settings want.</exception>
    /// <exception cref="IOException">The NameNode can not be asked.</exception>
    public async ValueTask<DataTransferIdentity?> IdentifyAsync(
        Socket connection, DatanodeIDProto node, TokenProto blockToken, DataTransferIdentity? refused, CancellationToken cancellation)
    {
        if (connection is { LocalEndPoint: IPEndPoint local, RemoteEndPoint: IPEndPoint remote } && _options.Trusted.Trusts(local.Address, remote.Address))
            return null;
        var encrypts = (await _serverDefaults.GetAsync(cancellation)).EncryptDataTransfer;
        return ChannelProtectionPolicy.Decide(_options, encrypts, (int)node.XferPort, !blockToken.Identifier.IsEmpty) switch
        {
            ChannelProtection.EncryptionKey => await _keys.GetAsync(refused, cancellation),
            ChannelProtection.BlockToken => DataTransferIdentity.Of(blockToken, _options.Protection),
            _ => null,
        };
    }

    /// <summary>Logs in over a connection.</summary>
    /// <returns>The connection as it is used from here on; it owns <paramref name="connection"/>.</returns>
    /// <exception cref="DataTransferException">The DataNode refuses, breaks the protocol, offers less than is accepted, or takes too long.</exception>
    public async Task<Stream> LogInAsync(Stream connection, DataTransferIdentity identity, CancellationToken cancellation)
    {
        using var deadline = new Deadline(_patience, _time, cancellation);
        try
        {
            return await DataTransferLogin.RunAsync(connection, new DataTransferHandshake(identity, _options), deadline.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new DataTransferException($"did not end the login within {_patience.TotalSeconds:0} s (dfs.client.socket-timeout)");
        }
        catch (IOException e) when (e is not DataTransferException)
        {
            throw new DataTransferException($"the connection was lost during the login: {e.Message}", e);
        }
    }
}
