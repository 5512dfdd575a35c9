using Skein.ApplicationMaster.Pages.Access;
using Skein.ApplicationMaster.Pages.Site;
using Skein.Hadoop.Web.Server;

namespace Skein.ApplicationMaster.Pages;

/// <summary>
/// The application's web pages:
/// <code>
/// /                               leads to the overview
/// /overview                       the application and its containers
/// /kv[?from=KEY]                  keys and values
/// /pages/ROUTE[/REST][?QUERY]     what services serve
/// /favicon.ico ...                pictures
/// </code>
/// </summary>
internal sealed class ApplicationSite(PageAccess access, SiteFrame frame, OverviewPage overview, KeyValuePage keyValues, ServicePages services)
{
    /// <summary>Answers a request, or refuses it; see <see cref="PageAccess"/>.</summary>
    public async Task<HttpResponse> AnswerAsync(HttpRequest request, CancellationToken cancellation)
    {
        // The thread that waits for sockets is no place to write pages on: gRPC calls are answered by it.
        await Task.Yield();
        if (await access.InterceptAsync(request, cancellation) is { } instead)
            return instead;
        if (request.Path.StartsWith(ServicePages.Prefix, StringComparison.Ordinal))
            return await services.AnswerAsync(request, cancellation);
        if (request.Method is not ("GET" or "HEAD"))
            return HttpResponse.Text(405, "These pages can only be looked at.\n").With("Allow", "GET, HEAD");
        return request.Path switch
        {
            "/" => HttpResponse.Redirect("./overview"),
            "/overview" => await overview.AnswerAsync(cancellation),
            "/kv" => keyValues.Answer(request),
            _ => SiteIcons.Find(request.Path) ?? Missing(request.Path),
        };
    }

    private HttpResponse Missing(string path) =>
        SiteFrame.End(frame.Begin("Not found", path).Element("h1", "Not found").Paragraph("There is no such page."), 404);
}
