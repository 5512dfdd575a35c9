using System.Net;
using Skein.Hadoop.Web.Server;
using Skein.Protocol;

namespace Skein.ApplicationMaster.Pages.Access;

/// <summary>
/// Who sees the application's pages, by the rules of YARN's <c>AmIpFilter</c>: people come through a web proxy, which has asked them who
/// they are and says so in the cookie <c>proxy-user</c>. The cookie is not signed: it is believed because of where it comes from.
/// </summary>
internal sealed class PageAccess
{
    private const string UserCookie = "proxy-user";
    private const string ProxyPath = "/proxy/";
    private const string Everybody = "*";

    private readonly ProxyHosts _proxies;
    private readonly string _redirection;
    private readonly HashSet<string>? _users;

    /// <param name="proxies">Who may speak for people.</param>
    /// <param name="address">Where people find the pages, ending with a slash.</param>
    /// <param name="rights">The application's; where they are not enabled, or name everybody, the proxy alone decides.</param>
    /// <param name="owner">Who may look at the pages in any case.</param>
    public PageAccess(ProxyHosts proxies, string address, Acls? rights, string owner)
    {
        _proxies = proxies;
        // By this the proxy notices when its own request is sent back to it, which else would go round for ever.
        var path = address.IndexOf(ProxyPath, StringComparison.Ordinal);
        _redirection = (path < 0 ? address : address.Insert(path + ProxyPath.Length, "redirect/")).TrimEnd('/');
        if (rights is { Enable: true } && !rights.UiUsers.Contains(Everybody))
            _users = new HashSet<string>(rights.UiUsers, StringComparer.Ordinal) { owner };
    }

    /// <summary>What a request gets instead of its answer; null if it is admitted.</summary>
    public async ValueTask<HttpResponse?> InterceptAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (!await _proxies.IncludeAsync(request.Client, request.Server, cancellation))
            return HttpResponse.Redirect($"{_redirection}{request.Path}{(request.Query.Length > 0 ? "?" : "")}{request.Query}");
        if (_users is null || (request.Cookie(UserCookie) is { } user && _users.Contains(WebUtility.UrlDecode(user.Trim('"')))))
            return null;
        return HttpResponse.Text(403, "These pages are for the application's owner and its ui_users only.\n")
            .With("Cache-Control", "no-cache, no-store, must-revalidate")
            .With("Pragma", "no-cache");
    }
}
