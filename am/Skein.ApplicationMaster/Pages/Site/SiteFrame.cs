using Skein.Hadoop.Web.Server;
using Skein.Protocol;

namespace Skein.ApplicationMaster.Pages.Site;

/// <summary>What all pages of an application have around them: title, menu, style.</summary>
/// <param name="applicationId"><c>application_…</c>.</param>
/// <param name="pages">Services' pages, those with a name are in the menu.</param>
internal sealed class SiteFrame(string applicationId, PageRegistry pages)
{
    /// <summary>A page up to its main part.</summary>
    /// <param name="title">What it shows, which the application's id follows.</param>
    /// <param name="path">Where it is.</param>
    /// <param name="isFresh">Whether it renews itself.</param>
    public HtmlPage Begin(string title, string path, bool isFresh = false)
    {
        // People see the pages below the path of a proxy: links lead from one page to the next, and none begins with a slash.
        var root = "./" + string.Concat(Enumerable.Repeat("../", path.AsSpan().Count('/') - 1));
        var page = new HtmlPage($"{title} - Skein | {applicationId}", SiteStyle.Sheet, isFresh ? SiteStyle.Refresh : null)
            .Begin("link", ("rel", "icon"), ("href", root + "favicon-32x32.png"))
            .Begin("nav", ("aria-label", "Pages")).Begin("span", ("class", "brand")).Text("Skein").End("span");
        Link(page, root, "overview", "Overview", path);
        Link(page, root, "kv", "Key/Value", path);
        page.Begin("div", ("id", "pages"));
        Services(page, root);
        page.End("div").End("nav");
        if (isFresh)
            page.Begin("p", ("id", "old"), ("role", "status"), ("hidden", "")).Text("This page is old: the application does not answer.").End("p");
        return page.Text("\n").Begin("main");
    }

    public static HttpResponse End(HtmlPage page, int status = 200) => page.End("main").ToResponse(status);

    private void Services(HtmlPage page, string root)
    {
        var named = pages.Pages.Where(static service => service.LinkName.Length > 0).OrderBy(static service => service.LinkName, StringComparer.Ordinal).ToList();
        if (named.Count == 0)
        {
            page.Begin("span", ("class", "none"), ("title", "No service pages available")).Text("Service Pages").End("span");
            return;
        }

        page.Begin("details", ("id", "menu")).Element("summary", "Service Pages").Begin("ul");
        foreach (var service in named)
            page.Begin("li").Begin("a", ("href", root + AddressOf(service))).Text(service.LinkName).End("a").End("li");
        page.End("ul").End("details");
    }

    // A page that is a directory has its own links relative to it.
    private static string AddressOf(Proxy service)
    {
        var path = new Uri(service.Target).AbsolutePath;
        return $"pages/{Uri.EscapeDataString(service.Route)}{(path.EndsWith('/') ? "/" : "")}";
    }

    private static void Link(HtmlPage page, string root, string address, string text, string path)
    {
        if (path == "/" + address)
            page.Begin("a", ("href", root + address), ("aria-current", "page"));
        else
            page.Begin("a", ("href", root + address));
        page.Text(text).End("a");
    }
}
