using System.Text;
using Skein.Hadoop.Web.Server;

namespace Skein.Hadoop.Tests.Web.Server;

public sealed class HttpServerTests : IAsyncDisposable
{
    private readonly List<HttpRequest> _requests = [];
    private readonly List<string> _bodies = [];
    private readonly List<Exception> _failures = [];
    private readonly HttpServer _server;
    private bool _takesBodies = true;
    private HttpHandler _handler = (request, _) => Task.FromResult(HttpResponse.Text(200, $"{request.Method} {request.Path}"));

    public HttpServerTests()
    {
        _server = HttpServer.Listen(new HttpServerOptions
        {
            MaxHeadLength = 1024,
            MaxBodyLength = 2048,
            PatienceTime = TimeSpan.FromSeconds(1),
            OnHandlerFailed = (_, e) => _failures.Add(e),
        });
        _server.Serve(async (request, cancellation) =>
        {
            if (_takesBodies)
            {
                using var body = new StreamReader(request.Body, Encoding.Latin1);
                _bodies.Add(await body.ReadToEndAsync(cancellation));
            }

            _requests.Add(request);
            return await _handler(request, cancellation);
        });
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Request_is_answered()
    {
        var answer = await AskAsync("GET /a%20b?c=d HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
        Assert.Equal(
            "HTTP/1.1 200 OK\r\nContent-Type: text/plain;charset=utf-8\r\nX-Content-Type-Options: nosniff\r\nCache-Control: no-store\r\n"
            + "Content-Length: 10\r\nConnection: close\r\n\r\nGET /a%20b",
            answer);
        var request = Assert.Single(_requests);
        Assert.Equal(("h", "c=d", "d", "a b"), (request.Header("host"), request.Query, request.Parameter("c"), Assert.Single(request.Parts)));
    }

    [Fact]
    public async Task Requests_follow_each_other_on_a_connection()
    {
        using var client = await RawClient.ConnectAsync(_server.Port);
        await client.SendAsync("PUT /1 HTTP/1.1\r\nContent-Length: 3\r\n\r\nabcGET /2 HTTP/1.1\r\n\r\nGET /3 HTTP/1.0\r\n\r\n");
        var answers = await client.ReadToEndAsync();
        Assert.Equal(["/1", "/2", "/3"], _requests.Select(request => request.Path));
        Assert.Equal(["abc", "", ""], _bodies);
        Assert.Equal(3, answers.Split("HTTP/1.1 200 OK").Length - 1);
        Assert.EndsWith("GET /3", answers);
    }

    [Fact]
    public async Task Server_that_keeps_no_connections_says_so_and_closes()
    {
        await using var server = HttpServer.Listen(new HttpServerOptions { KeepsConnections = false });
        server.Serve((_, _) => Task.FromResult(HttpResponse.Text(200, "once")));
        using var client = await RawClient.ConnectAsync(server.Port);
        await client.SendAsync("GET /1 HTTP/1.1\r\n\r\nGET /2 HTTP/1.1\r\n\r\n");
        var answer = await client.ReadToEndAsync();
        Assert.Contains("Connection: close\r\n", answer);
        Assert.EndsWith("\r\n\r\nonce", answer);
        Assert.Equal(2, answer.Split("HTTP/1.1 200 OK").Length);
    }

    [Fact]
    public async Task Client_that_stops_in_a_body_nobody_wants_is_answered()
    {
        _takesBodies = false;
        using var client = await RawClient.ConnectAsync(_server.Port);
        await client.SendAsync("PUT /1 HTTP/1.1\r\nContent-Length: 100\r\n\r\nabc");
        Assert.EndsWith("PUT /1", await client.ReadToEndAsync());
    }

    [Fact]
    public async Task Head_gets_no_body()
    {
        var answer = await AskAsync("HEAD / HTTP/1.0\r\n\r\n");
        Assert.Contains("Content-Length: 6\r\n", answer);
        Assert.EndsWith("\r\n\r\n", answer);
    }

    [Fact]
    public async Task Answer_of_unknown_length_comes_in_chunks()
    {
        _handler = (_, _) => Task.FromResult(HttpResponse.Written(200, "text/plain", null, async (body, cancellation) =>
        {
            await body.WriteAsync("0123456789abcdef"u8.ToArray(), cancellation);
            await body.WriteAsync("x"u8.ToArray(), cancellation);
        }));
        var answer = await AskAsync("GET / HTTP/1.1\r\nConnection: close\r\n\r\n");
        Assert.EndsWith("Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n10\r\n0123456789abcdef\r\n1\r\nx\r\n0\r\n\r\n", answer);
    }

    [Fact]
    public async Task Body_may_come_in_chunks()
    {
        using var client = await RawClient.ConnectAsync(_server.Port);
        await client.SendAsync("POST /1 HTTP/1.1\r\nTransfer-Encoding: Chunked\r\n\r\n3;x=y\r\nabc\r\n");
        await client.SendAsync("A\r\n0123456789\r\n00\r\nTrailer: t\r\n\r\nGET /2 HTTP/1.0\r\n\r\n");
        Assert.EndsWith("GET /2", await client.ReadToEndAsync());
        Assert.Equal(["abc0123456789", ""], _bodies);
    }

    [Theory]
    [InlineData("Content-Length: 3\r\n\r\nabc", true)]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n", true)]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n801\r\nabc", false)]
    [InlineData("Content-Length: 3\r\nExpect: 100-continue\r\n\r\n", false)]
    public async Task Body_that_nobody_reads_does_not_become_the_next_request(string rest, bool staysOpen)
    {
        _takesBodies = false;
        var answers = await AskAsync($"PUT /1 HTTP/1.1\r\n{rest}GET /2 HTTP/1.0\r\n\r\n");
        Assert.Equal(staysOpen ? ["/1", "/2"] : ["/1"], _requests.Select(request => request.Path));
        Assert.Equal(staysOpen, answers.EndsWith("GET /2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Strangers_do_not_take_the_place_of_expected_clients()
    {
        await using var server = HttpServer.Listen(new HttpServerOptions { IsExpected = _ => false, MaxStrangers = 1 });
        server.Serve((_, _) => Task.FromResult(HttpResponse.Text(200, "here")));
        using var first = await RawClient.ConnectAsync(server.Port);
        await first.SendAsync("GET / HTTP/1.1\r\n\r\n");
        await first.ReadUntilAsync("here");
        Assert.Equal("", await RawClient.AskAsync(server.Port, "GET / HTTP/1.0\r\n\r\n"));
        await first.SendAsync("GET / HTTP/1.0\r\n\r\n");
        Assert.EndsWith("here", await first.ReadToEndAsync());
    }

    [Fact]
    public async Task Client_that_waits_to_send_its_body_is_told_to()
    {
        using var client = await RawClient.ConnectAsync(_server.Port);
        await client.SendAsync("PUT /x HTTP/1.1\r\nExpect: 100-continue\r\nConnection: close\r\nContent-Length: 3\r\n\r\n");
        Assert.Equal("HTTP/1.1 100 Continue\r\n\r\n", await client.ReadUntilAsync("\r\n\r\n"));
        await client.SendAsync("abc");
        Assert.EndsWith("PUT /x", await client.ReadToEndAsync());
    }

    [Theory]
    [InlineData("GET\r\n\r\n", 400)]
    [InlineData("GET / HTTP/2.0\r\n\r\n", 400)]
    [InlineData("GET http://elsewhere/ HTTP/1.1\r\n\r\n", 400)]
    [InlineData("GET /a b HTTP/1.1\r\n\r\n", 400)]
    [InlineData("GET /\u00fc HTTP/1.1\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nName : value\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\n continued\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nA: b\nC: d\r\n\r\n", 400)]
    [InlineData("PUT / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nabc", 400)]
    [InlineData("PUT / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", 400)]
    [InlineData("PUT / HTTP/1.1\r\nContent-Length: 2049\r\n\r\n", 413)]
    [InlineData("PUT / HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n", 400)]
    [InlineData("PUT / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\nabc", 400)]
    [InlineData("PUT / HTTP/1.1\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 501)]
    [InlineData("PUT / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\nabc", 400)]
    [InlineData("PUT / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\nabc", 400)]
    [InlineData("PUT / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nabc", 400)]
    [InlineData("PUT / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n801\r\nabc", 413)]
    [InlineData("PUT / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n", 400)]
    public async Task Malformed_request_is_refused_and_ends_the_connection(string request, int status)
    {
        Assert.StartsWith($"HTTP/1.1 {status} ", await AskAsync(request + "GET /next HTTP/1.1\r\n\r\n"));
        Assert.Empty(_requests);
    }

    [Fact]
    public async Task Head_without_end_is_refused() =>
        Assert.StartsWith("HTTP/1.1 431 ", await AskAsync("GET / HTTP/1.1\r\nA: " + new string('a', 4000)));

    [Fact]
    public async Task Who_speaks_another_protocol_is_told_so_in_this_one() =>
        Assert.StartsWith("HTTP/1.1 400 ", await AskAsync("hrpc\t\0\u00df"));

    [Fact]
    public async Task Slow_request_is_given_up()
    {
        using var client = await RawClient.ConnectAsync(_server.Port);
        await client.SendAsync("GET / HTT");
        Assert.Equal("", await client.ReadToEndAsync());
    }

    [Fact]
    public async Task Client_that_takes_nothing_is_given_up()
    {
        var given = new TaskCompletionSource();
        _handler = (_, _) => Task.FromResult(HttpResponse.Written(200, "text/plain", null, async (body, cancellation) =>
        {
            try
            {
                while (true)
                    await body.WriteAsync(new byte[1 << 16], cancellation);
            }
            finally
            {
                given.SetResult();
            }
        }));
        using var client = await RawClient.ConnectAsync(_server.Port);
        await client.SendAsync("GET / HTTP/1.1\r\n\r\n");
        await given.Task.WaitAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Failing_handler_is_told_of_and_the_connection_stays()
    {
        using var client = await RawClient.ConnectAsync(_server.Port);
        _handler = (_, _) => throw new InvalidOperationException("it broke");
        await client.SendAsync("GET / HTTP/1.1\r\n\r\n");
        var answer = await client.ReadUntilAsync("it broke\n");
        Assert.StartsWith("HTTP/1.1 500 ", answer);
        Assert.Single(_failures);
        _handler = (_, _) => throw new HttpRefusalException(404, "not here");
        await client.SendAsync("GET / HTTP/1.1\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 404 ", await client.ReadUntilAsync("not here\n"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public async Task Answer_of_another_length_than_announced_breaks_off(int written)
    {
        _handler = (_, _) => Task.FromResult(HttpResponse.Written(
            200, "text/plain", 3, (body, cancellation) => body.WriteAsync(new byte[written], cancellation)));
        var answer = await AskAsync("GET / HTTP/1.1\r\n\r\n");
        Assert.NotEqual(3, answer.Length - answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) - 4);
    }

    [Fact]
    public async Task Header_of_an_answer_never_becomes_two()
    {
        _handler = (_, _) => Task.FromResult(HttpResponse.Redirect("/a\r\nSet-Cookie: x"));
        Assert.Contains("Location: /a  Set-Cookie: x\r\n", await AskAsync("GET / HTTP/1.0\r\n\r\n"));
    }

    [Fact]
    public async Task End_of_the_server_ends_answers_in_progress()
    {
        var begun = new TaskCompletionSource();
        _handler = async (_, cancellation) =>
        {
            begun.SetResult();
            await Task.Delay(Timeout.Infinite, cancellation);
            return HttpResponse.Empty(200);
        };
        using var client = await RawClient.ConnectAsync(_server.Port);
        await client.SendAsync("GET / HTTP/1.1\r\n\r\n");
        await begun.Task.WaitAsync(TestContext.Current.CancellationToken);
        await _server.DisposeAsync();
        Assert.Equal("", await client.ReadToEndAsync());
        Assert.Empty(_failures);
    }

    private Task<string> AskAsync(string request) => RawClient.AskAsync(_server.Port, request);
}
