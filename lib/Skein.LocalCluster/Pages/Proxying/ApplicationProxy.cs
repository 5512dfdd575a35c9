using System.Net;
using System.Net.Sockets;
using Skein.Hadoop.Web.Proxying;
using Skein.Hadoop.Web.Server;
using Skein.Hadoop.Yarn;
using Skein.Hadoop.Yarn.Protocol;

namespace Skein.LocalCluster.Pages.Proxying;

/// <summary>
/// YARN's web proxy: <c>/proxy/APPLICATION/...</c> shows what an application serves at its tracking URL, as the servlet of Hadoop 3.4 does.
/// </summary>
/// <remarks>
/// GET and PUT only. Few headers go to the application, none of the client's cookies, and the cookie <c>proxy-user</c> names who asks;
/// applications believe it from the proxy's address. Redirects on this machine are followed here. Of an application without a page, or
/// whose page is still to come, the cluster's own page is shown; one that has ended may have left an address, to which clients are sent.
/// </remarks>
internal sealed class ApplicationProxy : IDisposable
{
    private const int MaxRedirects = 10;

    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(60);

    private static readonly string[] RequestHeaders =
    [
        "User-Agent", "Accept", "Accept-Encoding", "Accept-Language", "Accept-Charset", "Origin",
        "Access-Control-Request-Method", "Access-Control-Request-Headers",
    ];

    private readonly ProxyPass _pass;
    private readonly IClusterView _cluster;
    private readonly string _viewer;

    /// <param name="cluster">Knows the tracking URLs.</param>
    /// <param name="viewer">Who looks at the pages.</param>
    /// <param name="time">Clock of time-outs: an application has 60 s to begin an answer, and to go on with it.</param>
    public ApplicationProxy(IClusterView cluster, string viewer, TimeProvider time)
    {
        _cluster = cluster;
        _viewer = viewer;
        var handler = ProxyPass.NewHandler();
        handler.ConnectCallback = ConnectAsync;
        _pass = new ProxyPass(new HttpMessageInvoker(handler), AnswerLimit, AnswerLimit, time);
    }

    public void Dispose() => _pass.Dispose();

    public async Task<HttpResponse> AnswerAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (request.Method is not ("GET" or "HEAD" or "PUT"))
            return HttpResponse.Text(405, "The proxy passes on GET and PUT only.\n").With("Allow", "GET, HEAD, PUT");
        // Applications send people to /proxy/redirect/... who come to them directly.
        var path = request.Path["/proxy".Length..];
        if (path.StartsWith("/redirect/", StringComparison.Ordinal))
            path = path["/redirect".Length..];
        var (id, rest) = path.TrimStart('/').Split('/', 2) is [var first, var other] ? (first, other) : (path.Trim('/'), "");
        if (!YarnIds.TryParseApplication(id, out _))
            return Page(404, "No such application", $"\"{id}\" is no application id.");
        if (_cluster.Find(id) is not { } report)
            return Page(404, "No such application", $"This cluster knows no {id}.");
        if (TrackingAddress.Of(report) is not { } tracking)
            return HttpResponse.Redirect($"/cluster/app/{id}");
        if (ProxiedAddress.Combine(tracking, rest.Length > 0 ? rest : null, request.Query) is not { } target)
            return Page(502, "No page", $"The tracking URL of {id} is no web address: {tracking}");
        if (target.IsLoopback && target.Port == request.Server.Port)
            return Page(502, "No page", $"The tracking URL of {id} is an address of this proxy: {tracking}");
        if (report.YarnApplicationState >= YarnApplicationStateProto.Finished)
            return HttpResponse.Redirect(target.AbsoluteUri);
        try
        {
            return await FetchAsync(request, target, cancellation);
        }
        catch (HttpRequestException e)
        {
            return Page(502, "The application does not answer", $"{target.Authority} can not be reached: {e.Message}");
        }
        catch (TimeoutException e)
        {
            return Page(504, "The application does not answer", e.Message);
        }
    }

    private async Task<HttpResponse> FetchAsync(HttpRequest request, Uri target, CancellationToken cancellation)
    {
        for (var redirects = 0; ; redirects++)
        {
            var response = await SendAsync(request, target, cancellation);
            if (request.Method == "PUT" || (int)response.StatusCode is not (301 or 302 or 303 or 307 or 308)
                || response.Headers.Location is not { } location
                || new Uri(target, location) is not { Scheme: "http" or "https" } next
                || !(next.IsLoopback || next.Host == target.Host))
            {
                return _pass.Answer(response);
            }

            response.Dispose();
            if (next.IsLoopback && next.Port == request.Server.Port)
            {
                return Page(
                    502,
                    "The application sends its visitors back",
                    $"{target.Authority} does not know {IPAddress.Loopback} as the address of YARN's proxy.");
            }

            if (redirects == MaxRedirects)
                return Page(502, "The application goes round in circles", $"{target.Authority} redirects more than {MaxRedirects} times.");
            target = next;
        }
    }

    // From the address that applications take for the proxy's, also where they listen at another one of this machine.
    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            await socket.ConnectAsync(context.DnsEndPoint, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequest request, Uri target, CancellationToken cancellation)
    {
        using var message = new HttpRequestMessage(request.Method == "PUT" ? HttpMethod.Put : HttpMethod.Get, target);
        foreach (var name in RequestHeaders)
        {
            if (request.Header(name) is { } value)
                message.Headers.TryAddWithoutValidation(name, value);
        }

        message.Headers.TryAddWithoutValidation("Cookie", $"proxy-user={Uri.EscapeDataString(_viewer)}");
        if (request.Method == "PUT")
            ProxyPass.AddBody(message, request);
        return await _pass.SendAsync(message, cancellation);
    }

    private static HttpResponse Page(int status, string title, string sentence) =>
        new HtmlPage(title).Paragraph(sentence).Link("/cluster", "Applications").ToResponse(status);
}
