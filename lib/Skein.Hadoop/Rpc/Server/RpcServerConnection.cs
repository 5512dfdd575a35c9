using System.Net.Sockets;
using Google.Protobuf;
using Skein.Hadoop.Rpc.Protocol;
using static Skein.Hadoop.Rpc.Protocol.RpcResponseHeaderProto.Types;

namespace Skein.Hadoop.Rpc.Server;

/// <summary>One client's connection: its login, then its calls, which run concurrently and are answered as they end.</summary>
internal sealed class RpcServerConnection : IDisposable
{
    // Nobody needs more to prove who they are.
    private const int MaxLoginFrame = 64 << 10;

    private const int MaxLoginMessages = 4;
    private const string ServerError = "org.apache.hadoop.ipc.RpcServerException";

    private readonly Socket _socket;
    private readonly NetworkStream _stream;
    private readonly RpcFrameReader _frames;
    private readonly RpcServerOptions _options;
    private readonly RpcDispatcher _dispatcher;
    private readonly CancellationTokenSource _closing;
    private readonly SemaphoreSlim _calls;
    private readonly SemaphoreSlim _writing = new(1, 1);

    public RpcServerConnection(Socket socket, RpcServerOptions options, RpcDispatcher dispatcher, CancellationToken stopping)
    {
        _socket = socket;
        _stream = new NetworkStream(socket, ownsSocket: true);
        _frames = new RpcFrameReader(_stream, MaxLoginFrame);
        _options = options;
        _dispatcher = dispatcher;
        _closing = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        _calls = new SemaphoreSlim(options.MaxCallsPerConnection, options.MaxCallsPerConnection);
    }

    /// <summary>Serves the client until it goes, breaks the protocol, or the server stops.</summary>
    public async Task RunAsync(ITokenIssuer tokens)
    {
        try
        {
            if (await LogInAsync(tokens) is { } holder)
                await ReadCallsAsync(new RpcCaller(holder, $"{_socket.RemoteEndPoint}"));
        }
        catch (Exception e) when (e is IOException or InvalidDataException or OperationCanceledException or ObjectDisposedException)
        {
            // The client is gone, or sends what is not Hadoop's RPC: a connection ends without a word then.
        }
        finally
        {
            await _closing.CancelAsync();
            for (var i = 0; i < _options.MaxCallsPerConnection; i++)
                await _calls.WaitAsync(CancellationToken.None);
        }
    }

    public void Dispose()
    {
        _frames.Dispose();
        _stream.Dispose();
        _closing.Dispose();
        _calls.Dispose();
        _writing.Dispose();
    }

    private async Task<TokenHolder?> LogInAsync(ITokenIssuer tokens)
    {
        using var deadline = new CancellationTokenSource(_options.PatienceTime, _options.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, _closing.Token);
        var preamble = new byte[RpcFrames.Preamble.Length];
        await _stream.ReadExactlyAsync(preamble, either.Token);
        if (!preamble.AsSpan().SequenceEqual(RpcFrames.LoginPreamble))
        {
            if (RefusalOf(preamble) is { } refusal)
                await WriteAsync(refusal, either.Token);
            return null;
        }

        var login = new RpcServerLogin(tokens);
        for (var i = 0; i < MaxLoginMessages && login.Holder is null; i++)
        {
            if (await _frames.ReadAsync(either.Token) is not { } frame)
                return null;
            try
            {
                await WriteAsync(RpcAnswers.Sasl(login.Answer(ReadSasl(frame.Span))), either.Token);
            }
            catch (RpcRefusedException e)
            {
                await WriteAsync(
                    RpcAnswers.Fatal(RpcCallIds.Sasl, RpcErrorCodeProto.FatalUnauthorized, e.ClassName, e.Message), either.Token);
                return null;
            }
        }

        return login.Holder;
    }

    // What is neither Hadoop's RPC nor an older client gets no answer.
    private static byte[]? RefusalOf(ReadOnlySpan<byte> preamble)
    {
        if (preamble.SequenceEqual(RpcFrames.Preamble))
        {
            var refusal = RpcServerLogin.SimpleRefusal;
            return RpcAnswers.Fatal(
                RpcCallIds.Refusal, RpcErrorCodeProto.FatalUnauthorized, refusal.ClassName, refusal.Message);
        }

        if (!preamble.StartsWith(RpcFrames.Preamble[..RpcFrames.MagicLength]))
            return null;
        return RpcAnswers.Fatal(
            RpcCallIds.Refusal,
            RpcErrorCodeProto.FatalVersionMismatch,
            "org.apache.hadoop.ipc.RPC$VersionMismatch",
            $"Server IPC version 9 cannot communicate with client version {preamble[RpcFrames.MagicLength]}");
    }

    private static RpcSaslProto ReadSasl(ReadOnlySpan<byte> frame)
    {
        var header = ReadHeader(ref frame);
        return header.CallId == RpcCallIds.Sasl
            ? RpcSaslProto.Parser.ParseFrom(Delimited.Read(ref frame))
            : throw new InvalidDataException($"The call {header.CallId} comes before the end of the login");
    }

    private static RpcRequestHeaderProto ReadHeader(scoped ref ReadOnlySpan<byte> frame)
    {
        try
        {
            return RpcRequestHeaderProto.Parser.ParseFrom(Delimited.Read(ref frame));
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new InvalidDataException("The header of a request can not be parsed", e);
        }
    }

    private async Task ReadCallsAsync(RpcCaller caller)
    {
        _frames.MaxLength = _options.MaxRequestLength;
        var hasContext = false;
        while (await _frames.ReadAsync(_closing.Token) is { } frame)
        {
            await _calls.WaitAsync(_closing.Token);
            var isAnswering = false;
            try
            {
                var rest = frame.Span;
                var header = ReadHeader(ref rest);
                if (header.CallId == RpcCallIds.Ping)
                    continue;
                if (header.CallId == RpcCallIds.ConnectionContext && !hasContext)
                {
                    hasContext = true;
                    continue;
                }

                if (!hasContext || header.CallId < 0 || header.RpcKind != RpcKindProto.RpcProtocolBuffer)
                {
                    await WriteAsync(
                        RpcAnswers.Fatal(
                            header.CallId, RpcErrorCodeProto.FatalInvalidRpcHeader, ServerError, $"The request {header.CallId} comes out of turn"),
                        _closing.Token);
                    return;
                }

                // The frame is parsed before the first wait, since the next one takes its place.
                _ = AnswerAsync(header, _dispatcher.DispatchAsync(header, rest, caller, _closing.Token));
                isAnswering = true;
            }
            finally
            {
                if (!isAnswering)
                    _calls.Release();
            }
        }
    }

    private async Task AnswerAsync(RpcRequestHeaderProto header, Task<byte[]> answer)
    {
        try
        {
            await WriteAsync(await answer, _closing.Token);
        }
        catch (Exception)
        {
            // Without this answer the client would wait for ever; a lost connection it understands.
            await _closing.CancelAsync();
        }
        finally
        {
            _calls.Release();
        }
    }

    private async Task WriteAsync(byte[] frame, CancellationToken cancellation)
    {
        using var deadline = new CancellationTokenSource(_options.PatienceTime, _options.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        await _writing.WaitAsync(either.Token);
        try
        {
            await _stream.WriteAsync(frame, either.Token);
        }
        finally
        {
            _writing.Release();
        }
    }
}
