using System.Net;
using Skein.Hadoop.Web.Server;
using Skein.Hadoop.Yarn.Protocol;

namespace Skein.LocalCluster.Tests.Pages;

public sealed class ApplicationProxyTests : IAsyncDisposable
{
    private const string Proxy = $"/proxy/{TestSite.Id}";

    private readonly TestSite _site = new();
    private readonly HttpServer _application = HttpServer.Listen(new HttpServerOptions());
    private readonly List<HttpRequest> _requests = [];
    private string _body = "";
    private Func<HttpRequest, HttpResponse> _answer = static request => HttpResponse.Text(200, $"at {request.Path}?{request.Query}");

    public ApplicationProxyTests()
    {
        _application.Serve(async (request, cancellation) =>
        {
            using var body = new StreamReader(request.Body);
            _body = await body.ReadToEndAsync(cancellation);
            _requests.Add(request);
            return _answer(request);
        });
        _site.Add().OriginalTrackingUrl = $"http://localhost:{_application.Port}/ui/";
    }

    public async ValueTask DisposeAsync()
    {
        await _site.DisposeAsync();
        await _application.DisposeAsync();
    }

    [Theory]
    [InlineData("", "/ui/?")]
    [InlineData("/", "/ui/?")]
    [InlineData("/a/b%20c/?x=1&y=%26", "/ui/a/b%20c/?x=1&y=%26")]
    [InlineData("/?token=theirs", "/ui/?token=theirs")]
    public async Task Paths_are_those_below_the_tracking_URL(string path, string expected) =>
        Assert.Equal((200, $"at {expected}"), await _site.GetAsync(Proxy + path));

    [Fact]
    public async Task Visitors_that_the_application_sends_to_the_proxy_are_let_through() =>
        Assert.Equal((200, "at /ui/x?"), await _site.GetAsync($"/proxy/redirect/{TestSite.Id}/x"));

    [Fact]
    public async Task Tracking_URL_may_lack_its_scheme_and_have_a_query()
    {
        _site.Find(TestSite.Id)!.OriginalTrackingUrl = $"127.0.0.1:{_application.Port}/page?a=b";
        Assert.Equal((200, "at /page/x?a=b&c=d"), await _site.GetAsync($"{Proxy}/x?c=d"));
    }

    [Fact]
    public async Task Only_some_headers_go_to_the_application()
    {
        await _site.GetAsync(
            Proxy,
            ("User-Agent", "test"),
            ("Accept", "text/html"),
            ("Cookie", "skein-cluster=secret"),
            ("Authorization", "Basic x"),
            ("X-Forwarded-For", "1.2.3.4"));
        var request = Assert.Single(_requests);
        Assert.Equal(["Accept", "Cookie", "Host", "User-Agent"], request.Headers.Select(header => header.Name).Order(StringComparer.Ordinal));
        Assert.Equal(("test", "text/html", "proxy-user=alice%20smith"), (request.Header("User-Agent"), request.Header("Accept"), request.Header("Cookie")));
    }

    [Fact]
    public async Task Answer_comes_as_the_application_gave_it()
    {
        _answer = _ => HttpResponse.Written(418, "text/x", null, (body, cancellation) => body.WriteAsync(new byte[100_000], cancellation)).With("X-Own", "1");
        using var response = await _site.SendAsync(HttpMethod.Get, Proxy);
        Assert.Equal((418, "text/x", "1"), ((int)response.StatusCode, $"{response.Content.Headers.ContentType}", response.Headers.GetValues("X-Own").Single()));
        Assert.Equal(new byte[100_000], await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Cookies_of_an_answer_stay_apart()
    {
        _answer = _ => HttpResponse.Empty(200).With("Set-Cookie", "a=1; Expires=Thu, 01 Jan 2099 00:00:00 GMT").With("Set-Cookie", "b=2");
        using var response = await _site.SendAsync(HttpMethod.Get, Proxy);
        Assert.Equal(["a=1; Expires=Thu, 01 Jan 2099 00:00:00 GMT", "b=2"], response.Headers.GetValues("Set-Cookie"));
    }

    [Fact]
    public async Task Head_is_asked_as_get()
    {
        using var response = await _site.SendAsync(HttpMethod.Head, Proxy);
        Assert.Equal((200, "GET"), ((int)response.StatusCode, Assert.Single(_requests).Method));
    }

    [Fact]
    public async Task Put_carries_its_body()
    {
        var answer = await RawClient.AskAsync(
            _site.Port, $"PUT {Proxy}/x HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/y\r\nContent-Length: 3\r\nConnection: close\r\n\r\nabc");
        Assert.StartsWith("HTTP/1.1 200 ", answer);
        var request = Assert.Single(_requests);
        Assert.Equal(("PUT", "abc", "text/y"), (request.Method, _body, request.Header("Content-Type")));
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("DELETE")]
    [InlineData("OPTIONS")]
    public async Task Other_methods_are_refused(string method)
    {
        using var response = await _site.SendAsync(new HttpMethod(method), Proxy + "/");
        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Empty(_requests);
    }

    [Fact]
    public async Task Redirects_are_followed_here()
    {
        _answer = request => request.Path == "/ui/old" ? HttpResponse.Redirect("/new?x=y") : HttpResponse.Text(200, $"at {request.Path}?{request.Query}");
        Assert.Equal((200, "at /new?x=y"), await _site.GetAsync($"{Proxy}/old"));
    }

    [Fact]
    public async Task Redirect_to_another_machine_is_the_visitors_to_follow()
    {
        _answer = _ => HttpResponse.Redirect("http://history.example/jobs");
        using var response = await _site.SendAsync(HttpMethod.Get, Proxy);
        Assert.Equal((HttpStatusCode.Found, "http://history.example/jobs"), (response.StatusCode, response.Headers.Location!.OriginalString));
    }

    [Fact]
    public async Task Application_is_asked_from_the_proxys_address()
    {
        await _site.GetAsync(Proxy);
        Assert.Equal(IPAddress.Loopback, Assert.Single(_requests).Client.Address);
    }

    [Fact]
    public async Task Application_that_does_not_trust_the_proxy_is_no_endless_way()
    {
        _answer = _ => HttpResponse.Redirect($"http://localhost:{_site.Port}/proxy/redirect/{TestSite.Id}/");
        var (status, text) = await _site.GetAsync(Proxy);
        Assert.Equal(502, status);
        Assert.Contains("127.0.0.1 as the address", text);
        Assert.Single(_requests);
    }

    [Fact]
    public async Task Circle_of_redirects_ends()
    {
        _answer = _ => HttpResponse.Redirect("/ui/");
        Assert.Equal(502, (await _site.GetAsync(Proxy)).Status);
        Assert.Equal(11, _requests.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("N/A")]
    public async Task Application_without_a_page_has_its_page_in_the_list(string tracking)
    {
        _site.Find(TestSite.Id)!.OriginalTrackingUrl = tracking;
        using var response = await _site.SendAsync(HttpMethod.Get, Proxy + "/x");
        Assert.Equal((HttpStatusCode.Found, $"/cluster/app/{TestSite.Id}"), (response.StatusCode, response.Headers.Location!.OriginalString));
    }

    [Fact]
    public async Task Application_that_ended_may_have_left_an_address()
    {
        var report = _site.Find(TestSite.Id)!;
        (report.YarnApplicationState, report.OriginalTrackingUrl) = (YarnApplicationStateProto.Finished, "http://history.example/jobs/7");
        using var response = await _site.SendAsync(HttpMethod.Get, Proxy + "/x");
        Assert.Equal((HttpStatusCode.Found, "http://history.example/jobs/7/x"), (response.StatusCode, response.Headers.Location!.OriginalString));
    }

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("file:///etc/passwd")]
    [InlineData("://")]
    [InlineData("a b")]
    public async Task Tracking_URL_that_is_no_web_address_is_told(string tracking)
    {
        _site.Find(TestSite.Id)!.OriginalTrackingUrl = tracking;
        Assert.Equal(502, (await _site.GetAsync(Proxy)).Status);
    }

    [Theory]
    [InlineData("/proxy/")]
    [InlineData("/proxy/foo/")]
    [InlineData("/proxy/application_1_0001/")]
    public async Task Application_that_is_none_is_told(string path) => Assert.Equal(404, (await _site.GetAsync(path)).Status);

    [Fact]
    public async Task Application_that_does_not_answer_is_told()
    {
        await _application.DisposeAsync();
        var (status, text) = await _site.GetAsync(Proxy);
        Assert.Equal(502, status);
        Assert.Contains($"localhost:{_application.Port} can not be reached", text);
    }
}
