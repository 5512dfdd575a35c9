using System.Buffers.Binary;
using System.Net.Sockets;
using Google.Protobuf;
using Skein.Hadoop.Rpc;
using Skein.Hadoop.Rpc.Protocol;

namespace Skein.Hadoop.Tests.Rpc;

/// <summary>The server's end of one connection. Closing it is up to the script: it ends when the script does.</summary>
internal sealed class ServerConnection(Socket socket, int number, CancellationToken stopping) : IDisposable
{
    private readonly NetworkStream _stream = new(socket, ownsSocket: true);

    /// <summary>Connections are numbered from 0.</summary>
    public int Number => number;

    public static byte[] Delimit(params IMessage[] messages)
    {
        using var stream = new MemoryStream();
        foreach (var message in messages)
            message.WriteDelimitedTo(stream);
        return stream.ToArray();
    }

    public async Task<byte[]> ReadAsync(int length)
    {
        var bytes = new byte[length];
        await _stream.ReadExactlyAsync(bytes, stopping);
        return bytes;
    }

    public async Task<GoldenFrame> ReadFrameAsync()
    {
        var length = await ReadAsync(RpcFrames.LengthSize);
        return new GoldenFrame(true, "received", [.. length, .. await ReadAsync(BinaryPrimitives.ReadInt32BigEndian(length))]);
    }

    /// <summary>Reads what precedes the first call of a connection without a login.</summary>
    public async Task<IpcConnectionContextProto> ReadOpeningAsync()
    {
        Assert.Equal(RpcFrames.Preamble.ToArray(), await ReadAsync(RpcFrames.Preamble.Length));
        return ContextOf(await ReadFrameAsync());
    }

    public static IpcConnectionContextProto ContextOf(GoldenFrame frame)
    {
        var rest = frame.Content;
        Assert.Equal(RpcCallIds.ConnectionContext, RpcRequestHeaderProto.Parser.ParseFrom(Delimited.Read(ref rest)).CallId);
        return IpcConnectionContextProto.Parser.ParseFrom(Delimited.ReadOnly(rest));
    }

    public async Task<(int CallId, int RetryCount, string Method)> ReadCallAsync()
    {
        var (header, method, _) = (await ReadFrameAsync()).Call();
        return (header.CallId, header.RetryCount, method.MethodName);
    }

    public Task AnswerAsync(int callId, IMessage message) => WriteFrameAsync(Delimit(
        new RpcResponseHeaderProto { CallId = unchecked((uint)callId), Status = RpcResponseHeaderProto.Types.RpcStatusProto.Success },
        message));

    public Task RefuseAsync(
        int callId,
        string className,
        string message,
        RpcResponseHeaderProto.Types.RpcStatusProto status = RpcResponseHeaderProto.Types.RpcStatusProto.Error) =>
        WriteFrameAsync(Delimit(new RpcResponseHeaderProto
        {
            CallId = unchecked((uint)callId), Status = status, ExceptionClassName = className, ErrorMsg = message,
        }));

    public async Task WriteFrameAsync(byte[] content)
    {
        var length = new byte[RpcFrames.LengthSize];
        BinaryPrimitives.WriteInt32BigEndian(length, content.Length);
        await WriteAsync([.. length, .. content]);
    }

    public async Task WriteAsync(byte[] bytes) => await _stream.WriteAsync(bytes, stopping);

    /// <summary>Waits until the client closes the connection or the test ends; what it sends until then is dropped.</summary>
    public Task WaitForEndAsync() => _stream.CopyToAsync(Stream.Null, stopping);

    public void Dispose() => _stream.Dispose();
}
