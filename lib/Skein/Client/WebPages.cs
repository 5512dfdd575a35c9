using Google.Protobuf;
using Skein.Grpc;
using Skein.Protocol;

namespace Skein.Client;

/// <summary>
/// The application's web interface, which users reach through YARN's web proxy, and the pages of services that it shows. Errors are those
/// of <see cref="ApplicationClient"/>.
/// </summary>
public sealed class WebPages
{
    private readonly GrpcChannel _channel;
    private readonly TimeSpan _deadline;

    internal WebPages(GrpcChannel channel, TimeSpan deadline)
    {
        _channel = channel;
        _deadline = deadline;
    }

    /// <summary>Adds a page. It stays until it is removed; the end of the container that serves it does not remove it.</summary>
    /// <param name="route">Its name in the address, without slashes.</param>
    /// <param name="target">Where it is served, an absolute URL; paths behind the route are appended to it.</param>
    /// <param name="linkName">Its text in the menu; null: it is not in the menu.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <exception cref="GrpcException">
    /// ALREADY_EXISTS: the route or the text is taken. INVALID_ARGUMENT: the route has a slash, or the target is no URL.
    /// </exception>
    /// <example><code>
    /// await application.Pages.AddAsync("dashboard", $"http://{host}:8787/", linkName: "Dashboard", cancellation);
    /// </code></example>
    public Task AddAsync(string route, string target, string? linkName, CancellationToken cancellation) =>
        CallAsync(
            ApplicationMasterMethods.AddProxy, new Proxy { Route = route, Target = target, LinkName = linkName ?? "" }, cancellation);

    /// <summary>Removes a page.</summary>
    /// <exception cref="GrpcException">FAILED_PRECONDITION: there is no page of that route.</exception>
    public Task RemoveAsync(string route, CancellationToken cancellation) =>
        CallAsync(ApplicationMasterMethods.RemoveProxy, new RemoveProxyRequest { Route = route }, cancellation);

    /// <summary>Lists the pages, ordered by route.</summary>
    public async Task<IReadOnlyList<WebPage>> ListAsync(CancellationToken cancellation)
    {
        var information = CallAsync(ApplicationMasterMethods.UiInfo, new UIInfoRequest(), cancellation);
        var proxies = (await CallAsync(ApplicationMasterMethods.GetProxies, new GetProxiesRequest(), cancellation)).Proxy;
        var prefix = AddressOf(await information) + (await information).ProxyPrefix.Trim('/');
        var pages = new List<WebPage>(proxies.Count);
        foreach (var proxy in proxies.OrderBy(proxy => proxy.Route, StringComparer.Ordinal))
        {
            pages.Add(new WebPage(
                proxy.Route, proxy.Target, proxy.LinkName.Length > 0 ? proxy.LinkName : null, $"{prefix}/{proxy.Route}"));
        }

        return pages;
    }

    /// <summary>Where users find the application's web interface; ends in a slash.</summary>
    /// <remarks>Of several ResourceManagers the first one's proxy, which redirects to the active one's.</remarks>
    public async Task<string> AddressAsync(CancellationToken cancellation) =>
        AddressOf(await CallAsync(ApplicationMasterMethods.UiInfo, new UIInfoRequest(), cancellation));

    private static string AddressOf(UIInfoResponse information) =>
        information.UiAddress is [var first, ..]
            ? first.TrimEnd('/') + "/"
            : throw new GrpcException(GrpcStatusCode.Internal, "The application master does not know where its web interface is");

    private Task<TResponse> CallAsync<TRequest, TResponse>(
        GrpcMethod<TRequest, TResponse> method, TRequest request, CancellationToken cancellation)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse> =>
        _channel.CallAsync(method, request, _deadline, cancellation);
}
