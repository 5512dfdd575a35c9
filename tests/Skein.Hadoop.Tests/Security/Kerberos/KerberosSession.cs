using System.Buffers.Binary;
using Google.Protobuf;
using Skein.Hadoop.Rpc;
using Skein.Hadoop.Rpc.Protocol;
using Skein.Hadoop.Tests.Rpc;
using static Skein.Hadoop.Rpc.Protocol.RpcSaslProto.Types;

namespace Skein.Hadoop.Tests.Security.Kerberos;

/// <summary>A server's side of one connection with Kerberos, as the service <c>yarn/localhost</c>.</summary>
internal sealed class KerberosSession(ServerConnection connection) : IDisposable
{
    public const byte Authentication = 1;
    public const byte Integrity = 2;
    public const byte Privacy = 4;

    private static readonly byte[] LongestMessage = [1, 0, 0];

    private byte[] _received = [];
    private byte _chosen;

    public GssapiAcceptor Context { get; } = new();

    /// <summary>Leads a whole login.</summary>
    /// <param name="connection">A connection at its begin.</param>
    /// <param name="offered">Bits of the protections to offer.</param>
    public static async Task<KerberosSession> LoginAsync(ServerConnection connection, byte offered)
    {
        var session = new KerberosSession(connection);
        await session.SendAsync(SaslState.Challenge, session.Context.Accept(await session.InitiateAsync()));
        Assert.Empty(await session.ReadTokenAsync());
        await session.SendAsync(SaslState.Challenge, session.Context.Wrap([offered, .. LongestMessage], encrypt: false));
        var reply = session.Context.Unwrap(await session.ReadTokenAsync());
        Assert.Equal(4, reply.Length);
        Assert.Equal(reply[0] == Authentication, reply.AsSpan(1).IndexOfAnyExcept((byte)0) < 0);
        session._chosen = reply[0];
        await connection.AnswerAsync(RpcCallIds.Sasl, new RpcSaslProto { State = SaslState.Success });
        return session;
    }

    /// <summary>Reads the begin of a login up to the client's first token.</summary>
    public async Task<byte[]> InitiateAsync()
    {
        Assert.Equal(RpcFrames.LoginPreamble.ToArray(), await connection.ReadAsync(RpcFrames.LoginPreamble.Length));
        await connection.ReadFrameAsync();
        await connection.AnswerAsync(RpcCallIds.Sasl, new RpcSaslProto
        {
            State = SaslState.Negotiate,
            Auths = { new SaslAuth { Method = "KERBEROS", Mechanism = "GSSAPI", Protocol = "yarn", ServerId = "localhost" } },
        });
        return await ReadTokenAsync();
    }

    /// <summary>Reads a call, the connection's context before it, as they were agreed to be sent.</summary>
    /// <returns>The call's number.</returns>
    public async Task<int> ReadCallAsync()
    {
        while (true)
        {
            var frame = new GoldenFrame(true, "received", await ReadFrameAsync());
            var rest = frame.Content;
            if (RpcRequestHeaderProto.Parser.ParseFrom(Delimited.Read(ref rest)).CallId != RpcCallIds.ConnectionContext)
                return frame.Call().Header.CallId;
            // Whoever has logged in is not named again: that would count as acting for another user.
            Assert.Null(IpcConnectionContextProto.Parser.ParseFrom(Delimited.ReadOnly(rest)).UserInfo);
        }
    }

    /// <summary>An answer to a call as its frame.</summary>
    public static byte[] Answer(int callId)
    {
        var content = ServerConnection.Delimit(
            new RpcResponseHeaderProto { CallId = (uint)callId, Status = RpcResponseHeaderProto.Types.RpcStatusProto.Success },
            RpcClientTests.NewApplication(callId));
        var frame = new byte[RpcFrames.LengthSize + content.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, content.Length);
        content.CopyTo(frame, RpcFrames.LengthSize);
        return frame;
    }

    /// <summary>Wraps a frame as was agreed.</summary>
    public byte[] Wrap(byte[] frame) => Context.Wrap(frame, encrypt: _chosen == Privacy);

    /// <summary>Answers a call as was agreed.</summary>
    public Task AnswerAsync(int callId) => _chosen == Authentication
        ? connection.WriteAsync(Answer(callId))
        : SendAsync(SaslState.Wrap, Wrap(Answer(callId)));

    public Task SendAsync(SaslState state, byte[] token) =>
        connection.AnswerAsync(RpcCallIds.Sasl, new RpcSaslProto { State = state, Token = ByteString.CopyFrom(token) });

    public void Dispose() => Context.Dispose();

    private async Task<byte[]> ReadTokenAsync()
    {
        var frame = await connection.ReadFrameAsync();
        return ParseToken(frame);
    }

    private static byte[] ParseToken(GoldenFrame frame)
    {
        var rest = frame.Content;
        Assert.Equal(RpcCallIds.Sasl, RpcRequestHeaderProto.Parser.ParseFrom(Delimited.Read(ref rest)).CallId);
        var message = RpcSaslProto.Parser.ParseFrom(Delimited.ReadOnly(rest));
        Assert.True(message.HasToken);
        return message.Token.ToByteArray();
    }

    private async Task<byte[]> ReadFrameAsync()
    {
        if (_chosen == Authentication)
            return (await connection.ReadFrameAsync()).Bytes;
        while (_received.Length < RpcFrames.LengthSize || _received.Length < FrameLength())
            _received = [.. _received, .. Context.Unwrap(await ReadTokenAsync())];
        var frame = _received[..FrameLength()];
        _received = _received[frame.Length..];
        return frame;
    }

    private int FrameLength() => RpcFrames.LengthSize + BinaryPrimitives.ReadInt32BigEndian(_received);
}
