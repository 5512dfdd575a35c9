using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Skein.Hadoop.Configuration;
using Skein.Hadoop.FileSystems;
using Skein.Hadoop.Logs;
using Skein.Hadoop.Processes;
using Skein.Hadoop.Security;
using Skein.Hadoop.Web.Server;
using Skein.LocalCluster.Nodes.Logs;
using Skein.LocalCluster.Pages.Access;
using Skein.LocalCluster.Pages.Cluster;
using Skein.LocalCluster.Pages.Nodes;
using Skein.LocalCluster.Pages.Proxying;

namespace Skein.LocalCluster.Pages;

/// <summary>Serves a cluster's pages, under a token of its own; see <see cref="ClusterSite"/> and <see cref="PageAccess"/>.</summary>
internal sealed class PageServer : IAsyncDisposable
{
    private const int TokenLength = 32;

    private readonly HttpServerOptions _options;
    private readonly HttpServer _server;
    private readonly List<HttpServer> _others = [];
    private ApplicationProxy? _proxy;

    private PageServer(HttpServerOptions options)
    {
        _options = options;
        _server = HttpServer.Listen(options);
    }

    /// <summary>
    /// <c>host:port</c>. The host is no name, which on some machines means IPv6's loopback first, where anybody else may listen.
    /// </summary>
    public string Address => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{_server.Port}");

    /// <summary>What opens the pages in a browser: secret.</summary>
    public Secret Token { get; } = new(Encoding.ASCII.GetBytes(RandomNumberGenerator.GetHexString(TokenLength, lowercase: true)));

    /// <summary>Takes a port. Clients can connect from now on, and wait for <see cref="Serve"/>.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">The port is in use.</exception>
    public static PageServer Listen(HttpServerOptions options) => new(options);

    /// <summary>Takes a port of another address of loopback, too, where a node's pages are looked for.</summary>
    /// <returns><c>host:port</c>.</returns>
    /// <exception cref="System.Net.Sockets.SocketException">No port is free.</exception>
    public string ListenAlso(IPAddress address)
    {
        var server = HttpServer.Listen(_options with { Address = address, Port = 0 });
        _others.Add(server);
        return string.Create(CultureInfo.InvariantCulture, $"{address}:{server.Port}");
    }

    /// <summary>Begins to serve. To be called once.</summary>
    /// <param name="cluster">What is shown.</param>
    /// <param name="containers">Finds logs of running applications.</param>
    /// <param name="gathered">Where a <see cref="LogGatherer"/> puts those of applications that have ended.</param>
    /// <param name="viewer">Whom applications are told to be looked at by.</param>
    /// <param name="version">Version that the web service tells.</param>
    /// <param name="isOwner">
    /// For tests: whether a client (first) of this server (second) is the cluster's user. Default: the kernel tells.
    /// </param>
    /// <param name="onVisit">Told of every request that is admitted. Default: nobody.</param>
    public void Serve(
        IClusterView cluster,
        IContainerLogs containers,
        string gathered,
        string viewer,
        string version,
        Func<IPEndPoint, IPEndPoint, bool>? isOwner = null,
        Action? onVisit = null)
    {
        var configuration = HadoopConfiguration.FromProperties(new Dictionary<string, string> { [ConfigurationKeys.LogDirectory] = gathered });
        _proxy = new ApplicationProxy(cluster, viewer, _options.TimeProvider);
        var site = new ClusterSite(
            new PageAccess(Token, isOwner ?? SocketUsers.IsSameUser),
            onVisit ?? (static () => { }),
            new ClusterPages(cluster),
            new GatheredLogPages(cluster, new AggregatedLogs(new LocalFileSystem(), configuration)),
            new ClusterService(cluster, version, _options.TimeProvider),
            new NodePages(containers),
            _proxy);
        _server.Serve(site.AnswerAsync);
        foreach (var server in _others)
            server.Serve(site.AnswerAsync);
    }

    /// <summary>Stops listening and cuts all connections.</summary>
    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        foreach (var server in _others)
            await server.DisposeAsync();
        _proxy?.Dispose();
    }
}
