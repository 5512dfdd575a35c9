using System.Net;
using System.Security.Cryptography.X509Certificates;
using Google.Protobuf;
using Skein.ApplicationMaster.Pages;
using Skein.Grpc;
using Skein.Protocol;
using Skein.Security;

namespace Skein.ApplicationMaster.Tests.Pages;

/// <summary>The calls as a client on the network has them.</summary>
public sealed class PagesServiceTests : IAsyncLifetime
{
    private static readonly X509Certificate2 Certificate = CertificatePair.Generate().ToCertificate();

    private GrpcServer _server = null!;
    private GrpcChannel _channel = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var routes = new GrpcRoutes();
        new PagesService(new PageRegistry(), ["http://rm1/proxy/a/", "http://rm2/proxy/a/"]).Map(routes);
        _server = await GrpcServer.StartAsync(
            new GrpcServerOptions { Certificate = Certificate, Address = IPAddress.Loopback }, routes, Cancellation);
        _channel = new GrpcChannel(new GrpcChannelOptions { Certificate = Certificate, Host = "127.0.0.1", Port = _server.Port });
    }

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Pages_are_listed_as_they_were_added_in_the_order_of_routes()
    {
        var second = Page("b", "Second", "https://host:8787/status?full=1");
        var first = Page("a", "", "ftp://host");
        await AddAsync(second);
        await AddAsync(first);
        Assert.Equal([first, second], await ListAsync());
    }

    [Fact]
    public async Task A_removed_page_is_gone_and_its_route_and_name_are_free_again()
    {
        await AddAsync(Page("a", "Page"));
        await CallAsync(ApplicationMasterMethods.RemoveProxy, new RemoveProxyRequest { Route = "a" });
        Assert.Empty(await ListAsync());
        await AddAsync(Page("a", "Page"));
    }

    [Theory]
    [InlineData("a/b", "http://host", "Page route 'a/b' must be one part of a path: not empty, and without '/'")]
    [InlineData("", "http://host", "Page route '' must be one part of a path: not empty, and without '/'")]
    [InlineData("a", "host:8787", "Page target 'host:8787' must be a URL such as http://host:port/path")]
    [InlineData("a", "/path", "Page target '/path' must be a URL such as http://host:port/path")]
    [InlineData("a", "file:///etc/passwd", "Page target 'file:///etc/passwd' must be a URL such as http://host:port/path")]
    [InlineData("a", "", "Page target '' must be a URL such as http://host:port/path")]
    public async Task A_page_nobody_could_reach_is_refused(string route, string target, string text)
    {
        await RefusesAsync(() => AddAsync(Page(route, "", target)), GrpcStatusCode.InvalidArgument, text);
        Assert.Empty(await ListAsync());
    }

    [Theory]
    [InlineData("a", "Other", "Page route 'a' is taken; remove that page first, or choose another route")]
    [InlineData("b", "Page", "Page name 'Page' is taken; remove that page first, or choose another name")]
    public async Task A_route_or_name_that_is_taken_is_refused(string route, string name, string text)
    {
        await AddAsync(Page("a", "Page"));
        await RefusesAsync(() => AddAsync(Page(route, name)), GrpcStatusCode.AlreadyExists, text);
    }

    [Fact]
    public async Task Any_number_of_pages_may_have_no_name()
    {
        await AddAsync(Page("a", ""));
        await AddAsync(Page("b", ""));
        Assert.Equal(2, (await ListAsync()).Count);
    }

    [Fact]
    public Task Removing_an_unknown_page_is_refused() => RefusesAsync(
        () => CallAsync(ApplicationMasterMethods.RemoveProxy, new RemoveProxyRequest { Route = "a" }),
        GrpcStatusCode.FailedPrecondition,
        "There is no page with route 'a'");

    [Fact]
    public async Task The_addresses_of_the_web_pages_are_told()
    {
        var told = await CallAsync(ApplicationMasterMethods.UiInfo, new UIInfoRequest());
        Assert.Equal(["http://rm1/proxy/a/", "http://rm2/proxy/a/"], told.UiAddress);
        Assert.Equal("/pages", told.ProxyPrefix);
    }

    [Fact]
    public async Task Of_pages_added_at_once_with_one_name_only_one_is_taken()
    {
        var added = await Task.WhenAll(Enumerable.Range(0, 32).Select(async i =>
        {
            try
            {
                await AddAsync(Page($"route-{i}", "Page"));
                return 1;
            }
            catch (GrpcException e) when (e.Status == GrpcStatusCode.AlreadyExists)
            {
                return 0;
            }
        }));
        Assert.Equal(1, added.Sum());
        Assert.Single(await ListAsync());
    }

    private static Proxy Page(string route, string name, string target = "http://host:8787") =>
        new() { Route = route, LinkName = name, Target = target };

    private static async Task RefusesAsync(Func<Task> call, GrpcStatusCode status, string text)
    {
        var refusal = await Assert.ThrowsAsync<GrpcException>(call);
        Assert.Equal((status, text), (refusal.Status, refusal.Message));
    }

    private Task<Empty> AddAsync(Proxy page) => CallAsync(ApplicationMasterMethods.AddProxy, page);

    private async Task<IReadOnlyList<Proxy>> ListAsync() =>
        (await CallAsync(ApplicationMasterMethods.GetProxies, new GetProxiesRequest())).Proxy;

    private Task<TResponse> CallAsync<TRequest, TResponse>(GrpcMethod<TRequest, TResponse> method, TRequest request)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse> =>
        _channel.CallAsync(method, request, TimeSpan.FromSeconds(30), Cancellation);
}
