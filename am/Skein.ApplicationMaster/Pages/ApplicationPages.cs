using System.Net;
using Microsoft.Extensions.Logging;
using Skein.ApplicationMaster.Lifecycle;
using Skein.ApplicationMaster.Logging;
using Skein.ApplicationMaster.Pages.Access;
using Skein.ApplicationMaster.Pages.Site;
using Skein.Hadoop.Web.Server;
using Skein.KeyValue;
using Skein.Protocol;

namespace Skein.ApplicationMaster.Pages;

/// <summary>Serves the application's web pages; see <see cref="ApplicationSite"/>.</summary>
internal sealed class ApplicationPages : IAsyncDisposable
{
    private readonly HttpServer _server;
    private readonly ServicePages _services;

    private ApplicationPages(HttpServer server, ServicePages services)
    {
        _server = server;
        _services = services;
    }

    public int Port => _server.Port;

    /// <summary>Starts to serve at any free port.</summary>
    /// <param name="listen">Where to listen.</param>
    /// <param name="addresses">Where people find the pages, as <see cref="ProxyAddress.Find"/> tells.</param>
    /// <param name="rights">The application's access rights; null: none.</param>
    /// <param name="facts">What the pages say of it.</param>
    /// <param name="pages">Services' pages.</param>
    /// <param name="loop">Tells of the application.</param>
    /// <param name="store">Keys and values.</param>
    /// <param name="time">Clock.</param>
    /// <param name="log">Told of defects.</param>
    /// <exception cref="System.Net.Sockets.SocketException">No port is free.</exception>
    public static ApplicationPages Start(
        IPAddress listen,
        IReadOnlyList<string> addresses,
        Acls? rights,
        SiteFacts facts,
        PageRegistry pages,
        ApplicationLoop loop,
        KeyValueStore store,
        TimeProvider time,
        ILogger log)
    {
        var proxies = new ProxyHosts([.. addresses.Select(static address => new Uri(address))], Dns.GetHostAddressesAsync, time);
        proxies.Find();
        var frame = new SiteFrame(facts.ApplicationId, pages);
        var services = new ServicePages(pages, frame, facts.ApplicationId, time);
        var site = new ApplicationSite(
            new PageAccess(proxies, addresses[0], rights, facts.User),
            frame,
            new OverviewPage(facts, frame, loop, time),
            new KeyValuePage(frame, store),
            services);
        var server = HttpServer.Listen(new HttpServerOptions
        {
            Address = listen,
            KeepsConnections = false,
            MaxBodyLength = long.MaxValue,
            IsExpected = proxies.MayBeAt,
            OnHandlerFailed = (request, error) => log.PageFailed(request.Method, request.Path, error),
            TimeProvider = time,
        });
        server.Serve(site.AnswerAsync);
        return new ApplicationPages(server, services);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _services.Dispose();
    }
}
