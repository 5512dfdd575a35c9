using Skein.Hadoop.Web.Server;
using Skein.LocalCluster.Pages.Access;
using Skein.LocalCluster.Pages.Cluster;
using Skein.LocalCluster.Pages.Nodes;
using Skein.LocalCluster.Pages.Proxying;

namespace Skein.LocalCluster.Pages;

/// <summary>All pages of a cluster, at one address: those of YARN's ResourceManager, its web proxy and its nodes.</summary>
internal sealed class ClusterSite(
    PageAccess access, Action onVisit, ClusterPages pages, GatheredLogPages logs, ClusterService service, NodePages nodes, ApplicationProxy proxy)
{
    /// <summary>Answers a request, or refuses it; see <see cref="PageAccess"/>.</summary>
    public async Task<HttpResponse> AnswerAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (access.Intercept(request) is { } instead)
            return instead;
        onVisit();
        if (request.Path.StartsWith("/proxy/", StringComparison.Ordinal))
            return await proxy.AnswerAsync(request, cancellation);
        // Hadoop's clients begin so, to log in; the kernel's word is enough here.
        if (request.Method == "OPTIONS")
            return HttpResponse.Empty(200).With("Allow", "GET, HEAD, OPTIONS");
        if (request.Method is not ("GET" or "HEAD"))
            return HttpResponse.Text(405, "Pages can only be looked at.\n").With("Allow", "GET, HEAD, OPTIONS");
        return request.Parts switch
        {
            [] => HttpResponse.Redirect("/cluster"),
            ["cluster", "logs", ..] => await logs.AnswerAsync(request, cancellation),
            ["cluster", ..] => pages.Answer(request),
            ["ws", "v1", "cluster", ..] => service.Answer(request),
            ["ws", "v1", "node", ..] or ["node", ..] => nodes.Answer(request),
            _ => HttpResponse.Text(404, "There is no such page.\n"),
        };
    }
}
