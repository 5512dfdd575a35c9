using Skein.ApplicationMaster.Pages.Site;
using Skein.Hadoop.Web.Proxying;
using Skein.Hadoop.Web.Server;

namespace Skein.ApplicationMaster.Pages;

/// <summary>
/// The pages that services serve themselves, below <c>/pages/ROUTE[/REST][?QUERY]</c>: every method, headers and cookies both ways, and
/// bodies as they come. Where a service sends visitors to another of its pages they stay below the route.
/// </summary>
internal sealed class ServicePages : IDisposable
{
    public const string Prefix = "/pages/";

    private const string Forwarded = "X-Forwarded-For";

    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(60);

    // Pages that tell what happens as it happens may have nothing to tell for long.
    private static readonly TimeSpan SilenceLimit = TimeSpan.FromMinutes(5);

    private readonly PageRegistry _pages;
    private readonly SiteFrame _frame;
    private readonly ProxyPass _pass;

    // By which a request that comes back to this application is known.
    private readonly string _via;

    /// <param name="pages">Which pages there are.</param>
    /// <param name="frame">Shows what went wrong.</param>
    /// <param name="applicationId"><c>application_…</c>.</param>
    /// <param name="time">Clock of time-outs: a service has 60 s to begin an answer, and 5 min for each piece of it.</param>
    public ServicePages(PageRegistry pages, SiteFrame frame, string applicationId, TimeProvider time)
    {
        _pages = pages;
        _frame = frame;
        _via = $"1.1 {applicationId}";
        _pass = new ProxyPass(new HttpMessageInvoker(ProxyPass.NewHandler()), AnswerLimit, SilenceLimit, time);
    }

    public void Dispose() => _pass.Dispose();

    public async Task<HttpResponse> AnswerAsync(HttpRequest request, CancellationToken cancellation)
    {
        var (route, rest) = request.Path[Prefix.Length..].Split('/', 2) is [var first, var behind] ? (first, behind) : (request.Path[Prefix.Length..], null);
        var name = Uri.UnescapeDataString(route);
        if (_pages.Find(name) is not { } page)
            return Tell(request, 404, "No such page", $"No service has a page '{name}', or not any more.");
        if (ProxiedAddress.Combine(page.Target, null, "") is not { } root || ProxiedAddress.Combine(page.Target, rest, request.Query) is not { } target)
            return Tell(request, 502, "No web page", $"The page '{name}' is at {page.Target}, which is not served by HTTP.");
        if (request.Method == "TRACE")
            return HttpResponse.Text(405, "TRACE would show what proxies tell each other.\n");
        if (request.Headers.Any(header => header.Is("Via") && header.Value.Contains(_via, StringComparison.Ordinal)))
            return Tell(request, 502, "The page leads back to itself", $"The page '{name}' is at {page.Target}, which asks this application again.");
        try
        {
            var response = await SendAsync(request, target, cancellation);
            if (response.Headers.TryGetValues("Location", out var locations)
                && PageLocation.Below(root, target, locations.First(), route, rest) is { } location)
            {
                response.Headers.Remove("Location");
                response.Headers.TryAddWithoutValidation("Location", location);
            }

            return _pass.Answer(response);
        }
        catch (HttpRequestException e)
        {
            return Tell(request, 502, "The page does not answer", $"The page '{name}' is at {page.Target}, which can not be reached: {e.Message}");
        }
        catch (TimeoutException e)
        {
            return Tell(request, 504, "The page does not answer", e.Message);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequest request, Uri target, CancellationToken cancellation)
    {
        using var message = new HttpRequestMessage(new HttpMethod(request.Method), target);
        var connection = (request.Header("Connection") ?? "").Split(',', StringSplitOptions.TrimEntries);
        foreach (var header in request.Headers)
        {
            if (!ProxyPass.IsOfConnection(header.Name) && !connection.Contains(header.Name, StringComparer.OrdinalIgnoreCase)
                && !header.Is("Host") && !header.Is("Expect"))
            {
                message.Headers.TryAddWithoutValidation(header.Name, header.Value);
            }
        }

        message.Headers.TryAddWithoutValidation("Via", _via);
        message.Headers.TryAddWithoutValidation(Forwarded, $"{request.Client.Address}");
        ProxyPass.AddBody(message, request);
        return await _pass.SendAsync(message, cancellation);
    }

    private HttpResponse Tell(HttpRequest request, int status, string title, string sentence)
    {
        if (request.Method is not ("GET" or "HEAD"))
            return HttpResponse.Text(status, sentence + "\n");
        return SiteFrame.End(_frame.Begin(title, request.Path).Element("h1", title).Paragraph(sentence), status);
    }
}
