using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Google.Protobuf.WellKnownTypes;

namespace Skein.Grpc.Tests;

public sealed class HostileClientTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("00FFFFFFFF", GrpcStatusCode.ResourceExhausted)] // 4 GiB announced, nothing sent.
    [InlineData("0080000000", GrpcStatusCode.ResourceExhausted)] // Negative as a signed number.
    [InlineData("0000400001", GrpcStatusCode.ResourceExhausted)] // One byte past the limit.
    [InlineData("0000000005AA", GrpcStatusCode.Internal)] // Truncated message.
    [InlineData("0000", GrpcStatusCode.Internal)] // Truncated header.
    [InlineData("", GrpcStatusCode.Internal)] // No message.
    [InlineData("0000000000" + "0000000000", GrpcStatusCode.Internal)] // Two messages.
    [InlineData("0000000000" + "00", GrpcStatusCode.Internal)] // Something after the message.
    [InlineData("0700000000", GrpcStatusCode.Internal)] // Undefined flag.
    [InlineData("0100000000", GrpcStatusCode.Unimplemented)] // Compressed.
    [InlineData("0000000003" + "0AFF01", GrpcStatusCode.Internal)] // A string that is longer than its message.
    [InlineData("0000000002" + "FFFF", GrpcStatusCode.Internal)] // No protobuf.
    public async Task A_broken_message_ends_its_call_with_a_status(string hex, GrpcStatusCode status)
    {
        await using var server = await TestServer.StartAsync();
        using var http = RawHttp.Open();
        using var request = RawHttp.Request(
            server, TestMethods.Echo.Path, new ByteArrayContent(Convert.FromHexString(hex)));
        using var response = await http.SendAsync(request, Cancellation);
        await response.Content.CopyToAsync(Stream.Null, Cancellation);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal($"{(int)status}", response.Header("grpc-status"));
        Assert.Equal(status == GrpcStatusCode.Unimplemented ? "identity" : null, response.Header("grpc-accept-encoding"));
        Assert.Empty(server.Log.Entries);
        await AssertServesAsync(server);
    }

    [Theory]
    [InlineData("grpc-encoding", "gzip", GrpcStatusCode.Unimplemented)]
    [InlineData("grpc-timeout", "soon", GrpcStatusCode.Internal)]
    [InlineData("grpc-timeout", "-1S", GrpcStatusCode.Internal)]
    [InlineData("grpc-timeout", "123456789S", GrpcStatusCode.Internal)]
    [InlineData("grpc-timeout", "99999999H", GrpcStatusCode.Ok)]
    [InlineData("grpc-encoding", "identity", GrpcStatusCode.Ok)]
    public async Task Headers_are_checked_before_the_handler_runs(string name, string value, GrpcStatusCode status)
    {
        await using var server = await TestServer.StartAsync();
        using var http = RawHttp.Open();
        using var request = RawHttp.Request(server, TestMethods.Echo.Path, new ByteArrayContent(new byte[5]), (name, value));
        using var response = await http.SendAsync(request, Cancellation);
        await response.Content.CopyToAsync(Stream.Null, Cancellation);
        Assert.Equal($"{(int)status}", response.Header("grpc-status"));
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/grpc-web")]
    [InlineData("application/grpc+json")]
    [InlineData("")]
    public async Task Another_content_type_is_refused_by_HTTP_status(string contentType)
    {
        await using var server = await TestServer.StartAsync();
        using var http = RawHttp.Open();
        using var request = RawHttp.Request(server, TestMethods.Echo.Path, new ByteArrayContent(new byte[5]));
        request.Content!.Headers.Remove("content-type");
        request.Content.Headers.TryAddWithoutValidation("content-type", contentType);
        using var response = await http.SendAsync(request, Cancellation);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
    }

    [Fact]
    public async Task Another_verb_is_refused_by_HTTP_status()
    {
        await using var server = await TestServer.StartAsync();
        using var http = RawHttp.Open();
        using var request = RawHttp.Request(server, TestMethods.Echo.Path, new ByteArrayContent(new byte[5]));
        request.Method = HttpMethod.Put;
        using var response = await http.SendAsync(request, Cancellation);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
    }

    [Fact]
    public async Task A_stalled_request_ends_at_its_deadline()
    {
        await using var server = await TestServer.StartAsync();
        using var http = RawHttp.Open();
        using var body = new OpenContent();
        using var request = RawHttp.Request(server, TestMethods.Echo.Path, body, ("grpc-timeout", "100m"));
        using var response = await http.SendAsync(request, Cancellation);
        Assert.Equal($"{(int)GrpcStatusCode.DeadlineExceeded}", response.Header("grpc-status"));
        body.Complete();
    }

    [Fact]
    public async Task A_client_without_a_certificate_is_refused()
    {
        await using var server = await TestServer.StartAsync();
        await AssertRefusedAsync(server, null);
        await AssertServesAsync(server);
    }

    [Fact]
    public async Task A_client_with_another_certificate_of_the_same_name_is_refused()
    {
        await using var server = await TestServer.StartAsync();
        await AssertRefusedAsync(server, TestCertificates.Other);
        await AssertServesAsync(server);
    }

    [Fact]
    public async Task Plain_text_on_the_port_is_hung_up_on()
    {
        await using var server = await TestServer.StartAsync();
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, server.Port, Cancellation);
        await client.GetStream().WriteAsync("GET / HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray(), Cancellation);
        await DrainAsync(client.GetStream());
        await AssertServesAsync(server);
    }

    [Fact]
    public async Task Garbage_in_place_of_HTTP2_is_hung_up_on()
    {
        await using var server = await TestServer.StartAsync();
        using var client = new TcpClient();
        await using var stream = await HandshakeAsync(client, server, TestCertificates.Shared);
        var garbage = new byte[4096];
        new Random(7).NextBytes(garbage);
        await stream.WriteAsync(garbage, Cancellation);
        await DrainAsync(stream);
        await AssertServesAsync(server);
    }

    [Fact]
    public async Task A_garbage_frame_after_the_preface_is_hung_up_on()
    {
        await using var server = await TestServer.StartAsync();
        using var client = new TcpClient();
        await using var stream = await HandshakeAsync(client, server, TestCertificates.Shared);
        // The preface, empty SETTINGS, then HEADERS on stream 1 whose block is no HPACK.
        await stream.WriteAsync("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray(), Cancellation);
        await stream.WriteAsync(Convert.FromHexString("000000040000000000" + "000004010500000001" + "FFFFFFFF"), Cancellation);
        await DrainAsync(stream);
        await AssertServesAsync(server);
    }

    [Fact]
    public async Task Connections_beyond_the_bound_are_hung_up_on_and_the_others_served()
    {
        await using var server = await TestServer.StartAsync(options => options with { MaxConnections = 2 });
        using var channel = server.OpenChannel();
        await channel.CallAsync(TestMethods.Echo, new StringValue { Value = "x" }, null, Cancellation);
        using var idle = new TcpClient();
        await idle.ConnectAsync(IPAddress.Loopback, server.Port, Cancellation);
        using var excess = new TcpClient();
        await excess.ConnectAsync(IPAddress.Loopback, server.Port, Cancellation);
        await DrainAsync(excess.GetStream());
        Assert.Equal("y", (await channel.CallAsync(TestMethods.Echo, new StringValue { Value = "y" }, null, Cancellation)).Value);
    }

    private static async Task AssertRefusedAsync(TestServer server, X509Certificate2? certificate)
    {
        using var client = new TcpClient();
        // With TLS 1.3 the client believes in the handshake until it reads the alert.
        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await using var stream = await HandshakeAsync(client, server, certificate);
            await stream.WriteAsync("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray(), Cancellation);
            var buffer = new byte[1];
            if (await stream.ReadAsync(buffer, Cancellation) == 0)
                throw new AuthenticationException("The server closed the connection.");
        });
    }

    private static async Task<SslStream> HandshakeAsync(TcpClient client, TestServer server, X509Certificate2? certificate)
    {
        await client.ConnectAsync(IPAddress.Loopback, server.Port, Cancellation);
        var stream = new SslStream(client.GetStream());
        await stream.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = "skein-internal",
                ClientCertificates = certificate is null ? [] : [certificate],
                LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate!,
                RemoteCertificateValidationCallback = (_, shown, _, _) => TestCertificates.Shared.Equals(shown),
                ApplicationProtocols = [SslApplicationProtocol.Http2],
            },
            Cancellation);
        return stream;
    }

    // Returns when the server has closed the connection, cleanly or not.
    private static async Task DrainAsync(Stream stream)
    {
        try
        {
            await stream.CopyToAsync(Stream.Null, Cancellation);
        }
        catch (IOException)
        {
        }
    }

    private static async Task AssertServesAsync(TestServer server)
    {
        using var channel = server.OpenChannel();
        Assert.Equal("x", (await channel.CallAsync(TestMethods.Echo, new StringValue { Value = "x" }, null, Cancellation)).Value);
    }
}
