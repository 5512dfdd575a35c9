using Google.Protobuf;

namespace Skein.Hadoop.Rpc;

/// <summary>Calls one protocol at one server, or at whichever of several is active, and tries again as the policy says.</summary>
internal sealed class RpcChannel(RpcClient client, RpcTarget target) : IRpcChannel
{
    private readonly RpcServerGroup _servers = client.GroupOf(target);
    private volatile bool _wasAnswered;

    public HadoopEndpoint Endpoint => _servers[_servers.Active];

    public async Task<TResponse> CallAsync<TResponse>(
        string method, IMessage request, MessageParser<TResponse> parser, CancellationToken cancellation)
        where TResponse : IMessage<TResponse>
    {
        var callId = client.NextCallId();
        RpcRetryPolicy? policy = null;
        for (var retryCount = 0; ; retryCount++)
        {
            var server = _servers.Active;
            try
            {
                var connection = await client.ConnectAsync(target, _servers[server], cancellation);
                var response = await connection.CallAsync(callId, retryCount, method, request, parser, cancellation);
                _wasAnswered = true;
                return response;
            }
            catch (Exception e) when (e is RpcConnectionException or RemoteException)
            {
                policy ??= client.CreatePolicy(target, _wasAnswered);
                var decision = policy.Decide(e);
                if (!decision.Again)
                    throw;
                if (decision.Elsewhere)
                    _servers.Leave(server);
                if (decision.Delay > TimeSpan.Zero)
                    await Task.Delay(decision.Delay, client.Time, cancellation);
            }
        }
    }
}
