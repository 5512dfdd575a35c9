using System.Net;
using System.Text;
using Skein.Hadoop.Web.Server;
using Skein.Protocol;

namespace Skein.ApplicationMaster.Tests.Pages;

public sealed class ServicePagesTests : IAsyncDisposable
{
    private readonly TestPages _pages = new();
    private readonly HttpServer _service = HttpServer.Listen(new HttpServerOptions());
    private readonly List<HttpRequest> _requests = [];
    private HttpHandler _answer = static (request, _) => Task.FromResult(HttpResponse.Text(200, $"{request.Method} {request.Path}?{request.Query}"));

    public ServicePagesTests() => _service.Serve((request, cancellation) =>
    {
        _requests.Add(request);
        return _answer(request, cancellation);
    });

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _pages.DisposeAsync();
        await _service.DisposeAsync();
    }

    [Theory]
    [InlineData("", "/pages/r", "GET /?")]
    [InlineData("", "/pages/r/", "GET /?")]
    [InlineData("", "/pages/r?x=1", "GET /?x=1")]
    [InlineData("", "/pages/r/a/b%20c/?x=%26", "GET /a/b%20c/?x=%26")]
    [InlineData("/base", "/pages/r", "GET /base?")]
    [InlineData("/base", "/pages/r/", "GET /base/?")]
    [InlineData("/base", "/pages/r/x//y", "GET /base/x/y?")]
    [InlineData("/base/", "/pages/r/x", "GET /base/x?")]
    public async Task Paths_are_those_below_the_page(string root, string path, string expected)
    {
        Add(root);
        Assert.Equal((200, expected), await _pages.GetAsync(path));
    }

    [Fact]
    public async Task Nothing_above_the_page_can_be_asked_for()
    {
        Add("/base");
        var answer = await RawClient.AskAsync(_pages.Port, "GET /pages/r/../../%2e%2e/secret HTTP/1.1\r\nConnection: close\r\n\r\n");
        Assert.EndsWith("GET /base/secret?", answer);
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("PATCH")]
    [InlineData("DELETE")]
    [InlineData("OPTIONS")]
    [InlineData("PROPFIND")]
    public async Task Every_method_is_passed_on_with_its_body(string method)
    {
        Add();
        string? body = null;
        _answer = async (request, cancellation) =>
        {
            body = await new StreamReader(request.Body).ReadToEndAsync(cancellation);
            return HttpResponse.Text(201, request.Method);
        };
        foreach (var isChunked in new[] { false, true })
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), "/pages/r/x");
            request.Content = new StringContent("grüße", Encoding.UTF8, "text/x");
            request.Headers.TransferEncodingChunked = isChunked;
            using var response = await _pages.Client.SendAsync(request, Cancellation);
            Assert.Equal((HttpStatusCode.Created, method, "grüße"), (response.StatusCode, await response.Content.ReadAsStringAsync(Cancellation), body));
            Assert.Equal("text/x; charset=utf-8", _requests[^1].Header("Content-Type"));
        }
    }

    [Fact]
    public async Task Headers_and_cookies_go_both_ways_but_not_those_of_a_connection()
    {
        Add();
        _answer = (_, _) => Task.FromResult(HttpResponse.Empty(204)
            .With("Set-Cookie", "a=1; Expires=Thu, 01 Jan 2099 00:00:00 GMT").With("Set-Cookie", "b=2").With("Keep-Alive", "timeout=5").With("ETag", "\"x\""));
        using var response = await _pages.SendAsync(
            HttpMethod.Get, "/pages/r", ("Cookie", "proxy-user=bob; s=1"), ("Accept", "text/x"), ("X-Mine", "1"), ("X-Hop", "2"), ("Connection", "X-Hop"), ("Upgrade", "h2c"));
        var request = Assert.Single(_requests);
        Assert.Equal(
            ("proxy-user=bob; s=1", "text/x", "1", "127.0.0.1", null, null),
            (request.Header("Cookie"), request.Header("Accept"), request.Header("X-Mine"), request.Header("X-Forwarded-For"), request.Header("X-Hop"), request.Header("Upgrade")));
        Assert.Equal($"localhost:{_service.Port}", request.Header("Host"));
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Equal(["a=1; Expires=Thu, 01 Jan 2099 00:00:00 GMT", "b=2"], response.Headers.GetValues("Set-Cookie"));
        Assert.Equal("\"x\"", response.Headers.ETag!.Tag);
        Assert.False(response.Headers.Contains("Keep-Alive"));
    }

    [Fact]
    public async Task Head_has_the_length_and_no_body()
    {
        Add();
        using var response = await _pages.SendAsync(HttpMethod.Head, "/pages/r");
        Assert.Equal((HttpStatusCode.OK, 7L), (response.StatusCode, response.Content.Headers.ContentLength));
        Assert.Equal("HEAD", Assert.Single(_requests).Method);
    }

    [Fact]
    public async Task Answers_come_as_the_service_writes_them()
    {
        Add();
        var seen = new TaskCompletionSource();
        _answer = (_, _) => Task.FromResult(HttpResponse.Written(200, "text/event-stream", null, async (body, cancellation) =>
        {
            await body.WriteAsync("first"u8.ToArray(), cancellation);
            await seen.Task.WaitAsync(cancellation);
            await body.WriteAsync("second"u8.ToArray(), cancellation);
        }));
        using var response = await _pages.SendAsync(HttpMethod.Get, "/pages/r");
        await using var content = await response.Content.ReadAsStreamAsync(Cancellation);
        var first = new byte[5];
        await content.ReadExactlyAsync(first, Cancellation);
        Assert.Equal("first"u8, first);
        seen.SetResult();
        Assert.Equal("second", await new StreamReader(content).ReadToEndAsync(Cancellation));
    }

    [Fact]
    public async Task Bodies_reach_the_service_as_the_visitor_writes_them()
    {
        Add();
        var seen = new TaskCompletionSource();
        _answer = async (request, cancellation) =>
        {
            await request.Body.ReadExactlyAsync(new byte[5], cancellation);
            seen.SetResult();
            return HttpResponse.Text(200, await new StreamReader(request.Body).ReadToEndAsync(cancellation));
        };
        using var client = await RawClient.ConnectAsync(_pages.Port);
        await client.SendAsync("POST /pages/r HTTP/1.1\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n5\r\nfirst\r\n");
        await seen.Task.WaitAsync(Cancellation);
        await client.SendAsync("6\r\nsecond\r\n0\r\n\r\n");
        Assert.EndsWith("second", await client.ReadToEndAsync());
    }

    [Fact]
    public async Task Large_bodies_are_never_held_as_a_whole()
    {
        const long Length = 256L << 20;
        // More than the buffers of the connections hold, whose sizes the system chooses.
        const long Most = 32L << 20;
        using var body = new ZeroStream(Length);
        var furthest = 0L;
        await using var large = HttpServer.Listen(new HttpServerOptions { MaxBodyLength = Length });
        large.Serve(async (request, cancellation) =>
        {
            var (taken, buffer) = (0L, new byte[1 << 16]);
            for (int read; (read = await request.Body.ReadAsync(buffer, cancellation)) > 0;)
            {
                taken += read;
                furthest = Math.Max(furthest, body.Sent - taken);
            }

            return HttpResponse.Text(200, $"{taken}");
        });
        _pages.Services.TryAdd(new Proxy { Route = "large", Target = $"http://localhost:{large.Port}" });
        using var response = await _pages.Client.PutAsync("/pages/large", new StreamContent(body), Cancellation);
        Assert.Equal($"{Length}", await response.Content.ReadAsStringAsync(Cancellation));
        Assert.InRange(furthest, 1, Most);
    }

    [Theory]
    [InlineData(404)]
    [InlineData(418)]
    [InlineData(500)]
    public async Task Status_is_the_services(int status)
    {
        Add();
        _answer = (_, _) => Task.FromResult(HttpResponse.Text(status, "as is"));
        Assert.Equal((status, "as is"), await _pages.GetAsync("/pages/r/x"));
    }

    [Theory]
    [InlineData("/pages/r/a/b", "/login", "./../login")]
    [InlineData("/pages/r", "/", "./r/")]
    [InlineData("/pages/r/a", "b?c=d#e", "./b?c=d#e")]
    public async Task Visitors_that_the_service_sends_on_stay_below_its_route(string path, string location, string expected)
    {
        Add();
        _answer = (_, _) => Task.FromResult(HttpResponse.Redirect(location));
        using var response = await _pages.SendAsync(HttpMethod.Get, path);
        Assert.Equal((HttpStatusCode.Found, expected), (response.StatusCode, response.Headers.Location!.OriginalString));
    }

    [Fact]
    public async Task Removed_page_is_gone_at_once()
    {
        Add();
        Assert.Equal(200, (await _pages.GetAsync("/pages/r")).Status);
        _pages.Services.Remove("r");
        Assert.Equal(404, (await _pages.GetAsync("/pages/r")).Status);
    }

    [Fact]
    public async Task Service_that_does_not_answer_is_told()
    {
        Add();
        await _service.DisposeAsync();
        var (status, text) = await _pages.GetAsync("/pages/r/x");
        Assert.Equal(502, status);
        Assert.Contains($"http://localhost:{_service.Port}, which can not be reached", text);
        Assert.Contains($"Skein | {TestPages.Id}</title>", text);
    }

    [Fact]
    public async Task Page_that_is_not_served_by_HTTP_is_told()
    {
        _pages.Services.TryAdd(new Proxy { Route = "ftp", Target = "ftp://host/" });
        Assert.Equal(502, (await _pages.GetAsync("/pages/ftp/")).Status);
    }

    [Fact]
    public async Task Page_that_leads_to_itself_ends()
    {
        _pages.Services.TryAdd(new Proxy { Route = "circle", Target = $"http://127.0.0.1:{_pages.Port}/pages/circle" });
        var (status, text) = await _pages.GetAsync("/pages/circle");
        Assert.Equal(502, status);
        Assert.Contains("leads back to itself", text);
    }

    [Fact]
    public async Task Answer_that_breaks_off_breaks_off()
    {
        Add();
        _answer = (_, _) => Task.FromResult(HttpResponse.Written(
            200, "text/plain", 10, (body, cancellation) => body.WriteAsync(new byte[3], cancellation)));
        using var response = await _pages.SendAsync(HttpMethod.Get, "/pages/r");
        await Assert.ThrowsAsync<HttpRequestException>(() => response.Content.ReadAsStringAsync(Cancellation));
    }

    private void Add(string path = "") =>
        _pages.Services.TryAdd(new Proxy { Route = "r", Target = $"http://localhost:{_service.Port}{path}" });

    /// <summary>As many zeros as wanted.</summary>
    private sealed class ZeroStream(long length) : Stream
    {
        private long _sent;

        public long Sent => Volatile.Read(ref _sent);

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = (int)Math.Min(count, length - _sent);
            Volatile.Write(ref _sent, _sent + read);
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
