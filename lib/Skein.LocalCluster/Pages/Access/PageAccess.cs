using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Skein.Hadoop.Security;
using Skein.Hadoop.Web.Server;

namespace Skein.LocalCluster.Pages.Access;

/// <summary>
/// Who sees the pages: whoever opens them once with the token, by a cookie from then on; and programs of the cluster's own user, which
/// know no token, such as <c>yarn logs</c> and <c>curl</c>. What another site makes a browser ask for is not its user's wish.
/// </summary>
/// <param name="token">The secret, in characters that need no encoding in an address.</param>
/// <param name="isOwner">Whether the connection of a client (first) with this server (second) is the cluster's user's.</param>
internal sealed class PageAccess(Secret token, Func<IPEndPoint, IPEndPoint, bool> isOwner)
{
    private const string Parameter = "token";

    /// <summary>What a request gets instead of its answer; null if it is admitted.</summary>
    public HttpResponse? Intercept(HttpRequest request)
    {
        // Another name for this address is what a foreign page has to use to get at the answers.
        if (HostOf(request) is not { } host || (host != "localhost" && !(IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address))))
            return HttpResponse.Text(403, "The cluster's pages are at 127.0.0.1; open them by that address.\n");
        // An application's own pages may have a parameter of that name.
        if (request.Parameter(Parameter) is { } given && IsToken(given))
        {
            var cookie = $"{CookieName(request)}={Encoding.ASCII.GetString(token.Reveal())}; Path=/; HttpOnly; SameSite=Strict";
            return HttpResponse.Redirect(request.Path + WithoutToken(request.Query))
                .With("Set-Cookie", cookie)
                .With("Referrer-Policy", "no-referrer");
        }

        if (request.Cookie(CookieName(request)) is { } kept && IsToken(kept))
            return null;
        if (request.Header("Sec-Fetch-Site") is null or "same-origin" or "none" && isOwner(request.Client, request.Server))
            return null;
        return HttpResponse.Text(
            403,
            "These pages are for the cluster's user only; open the address with its token once, as 'skein cluster status' prints it.\n");
    }

    // Cookies are shared by all ports of a host.
    private static string CookieName(HttpRequest request) =>
        string.Create(CultureInfo.InvariantCulture, $"skein-cluster-{request.Server.Port}");

    private static string? HostOf(HttpRequest request) => request.Header("Host")?.Split(':')[0];

    private static string WithoutToken(string query)
    {
        var kept = string.Join('&', Array.FindAll(query.Split('&'), pair => !pair.StartsWith(Parameter + "=", StringComparison.Ordinal)));
        return kept.Length > 0 ? "?" + kept : "";
    }

    private bool IsToken(string text) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(text), token.Reveal());
}
