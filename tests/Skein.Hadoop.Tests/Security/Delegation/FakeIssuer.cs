using Google.Protobuf;
using Skein.Hadoop.Rpc;
using Skein.Hadoop.Security.Delegation;
using Skein.Hadoop.Security.Protocol;

namespace Skein.Hadoop.Tests.Security.Delegation;

/// <summary>A server that gives out one token, and remembers what it was asked.</summary>
internal sealed class FakeIssuer(string name, long until = 0, bool refuses = false, bool wantsNone = false) : IRpcChannel
{
    public HadoopEndpoint Endpoint { get; } = new(name, 1);

    public DelegationTokenIssuer Issuer => new(this, _ => Task.FromResult($"{name}:1"));

    public List<string> Renewers { get; } = [];

    public List<TokenProto> Cancelled { get; } = [];

    public Task<TResponse> CallAsync<TResponse>(
        string method, IMessage request, MessageParser<TResponse> parser, CancellationToken cancellation)
        where TResponse : IMessage<TResponse>
    {
        if (refuses)
            throw new RemoteException("java.io.IOException", "Delegation Token can be issued only with kerberos", null, Endpoint);
        return Task.FromResult((TResponse)Answer(request));
    }

    private IMessage Answer(IMessage request)
    {
        switch (request)
        {
            case GetDelegationTokenRequestProto get:
                Renewers.Add(get.Renewer);
                return wantsNone ? new GetDelegationTokenResponseProto() : new GetDelegationTokenResponseProto { Token = Issued() };
            case RenewDelegationTokenRequestProto:
                return new RenewDelegationTokenResponseProto { NewExpiryTime = (ulong)until };
            case CancelDelegationTokenRequestProto cancel:
                Cancelled.Add(cancel.Token);
                return new CancelDelegationTokenResponseProto();
            default:
                throw new InvalidOperationException($"{request.GetType().Name} is not asked of an issuer");
        }
    }

    // As issued, a token does not say what it opens.
    private static TokenProto Issued() => new()
    {
        Identifier = ByteString.CopyFrom(1), Password = ByteString.CopyFrom(2), Kind = "KIND", Service = "",
    };
}
