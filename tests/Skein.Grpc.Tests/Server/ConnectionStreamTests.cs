using System.Net;
using System.Net.Sockets;

namespace Skein.Grpc.Tests;

public sealed class ConnectionStreamTests : IDisposable
{
    private readonly Socket _client = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly Socket _server;

    public ConnectionStreamTests()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        _client.Connect(listener.LocalEndPoint!);
        _server = listener.Accept();
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_connection_with_a_buffer_does_not_ask_before_it_reads()
    {
        await using var stream = new ConnectionStream(_server, new ReceiveBuffers(1));
        var asked = stream.ReadAsync(Memory<byte>.Empty, Cancellation);
        Assert.True(asked.IsCompletedSuccessfully);
        Assert.Equal(0, await asked);
        await _client.SendAsync(new byte[] { 7 }, Cancellation);
        var buffer = new byte[8];
        Assert.Equal(1, await stream.ReadAsync(buffer, Cancellation));
        Assert.Equal(7, buffer[0]);
    }

    [Fact]
    public async Task One_without_waits_until_there_is_something_to_read()
    {
        await using var stream = new ConnectionStream(_server, new ReceiveBuffers(0));
        var asked = stream.ReadAsync(Memory<byte>.Empty, Cancellation);
        Assert.False(asked.IsCompleted);
        await _client.SendAsync(new byte[] { 7 }, Cancellation);
        Assert.Equal(0, await asked);
    }

    [Fact]
    public async Task An_ended_connection_gives_its_buffer_back_once()
    {
        var buffers = new ReceiveBuffers(1);
        var stream = new ConnectionStream(_server, buffers);
        _ = await stream.ReadAsync(Memory<byte>.Empty, Cancellation);
        Assert.False(buffers.TryTake());
        await stream.DisposeAsync();
        await stream.DisposeAsync();
        Assert.True(buffers.TryTake());
        Assert.False(buffers.TryTake());
    }

    public void Dispose()
    {
        _client.Dispose();
        _server.Dispose();
    }
}
