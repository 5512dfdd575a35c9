namespace Skein.Hadoop.Rpc;

/// <summary>Servers that stand in for each other, and which of them to ask: the one that was found active last.</summary>
/// <param name="servers">At least one.</param>
/// <param name="first">Index of the one to begin with.</param>
internal sealed class RpcServerGroup(IReadOnlyList<HadoopEndpoint> servers, int first = 0)
{
    private int _active = first;

    /// <summary>Index of the server to ask.</summary>
    public int Active => Volatile.Read(ref _active);

    public HadoopEndpoint this[int server] => servers[server];

    /// <summary>Goes on to the next server. Of many calls that fail together only the first one does.</summary>
    /// <param name="server">Index of the one that the call failed at.</param>
    public void Leave(int server) => Interlocked.CompareExchange(ref _active, (server + 1) % servers.Count, server);
}
