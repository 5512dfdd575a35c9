using System.Net;
using System.Text;
using Skein.LocalCluster.Pages.Http;

namespace Skein.LocalCluster.Pages;

/// <summary>A page being written. All text is escaped, and no page runs a script or loads anything.</summary>
internal sealed class HtmlPage
{
    private const string Style =
        "body{font:14px/1.5 system-ui,sans-serif;margin:2em;color:#222}table{border-collapse:collapse}"
        + "th,td{text-align:left;vertical-align:top;padding:.2em .8em;border-bottom:1px solid #ddd}th{color:#666}a{color:#06c}";

    private const string Policy =
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    private readonly StringBuilder _html = new();

    public HtmlPage(string title) =>
        _html.Append("<!DOCTYPE html><html lang=en><meta charset=utf-8><title>").Append(WebUtility.HtmlEncode(title))
            .Append("</title><style>").Append(Style).Append("</style><h1>").Append(WebUtility.HtmlEncode(title)).Append("</h1>\n");

    public HtmlPage Heading(string text) => Element("h2", text);

    public HtmlPage Paragraph(string text) => Element("p", text);

    /// <summary>A link with a text.</summary>
    /// <param name="address">Percent-encoded.</param>
    /// <param name="text">Text.</param>
    public HtmlPage Link(string address, string text)
    {
        _html.Append("<a href=\"").Append(WebUtility.HtmlEncode(address)).Append("\">").Append(WebUtility.HtmlEncode(text)).Append("</a> ");
        return this;
    }

    /// <summary>A table of rows that <paramref name="rows"/> writes, each begun by <see cref="Row"/>.</summary>
    public HtmlPage Table(IReadOnlyList<string> columns, Action<HtmlPage> rows)
    {
        _html.Append("<table><tr>");
        foreach (var column in columns)
            Element("th", column);
        rows(this);
        _html.Append("</table>\n");
        return this;
    }

    public HtmlPage Row()
    {
        _html.Append("\n<tr>");
        return this;
    }

    public HtmlPage Cell(string text) => Element("td", text);

    /// <summary>A cell that links elsewhere, if there is an address.</summary>
    public HtmlPage Cell(string? address, string text)
    {
        if (address is null)
            return Cell("");
        _html.Append("<td>");
        return Link(address, text);
    }

    public HttpResponse ToResponse(int status = 200) =>
        HttpResponse.Bytes(status, "text/html;charset=utf-8", Encoding.UTF8.GetBytes(_html.ToString()))
            .With("Content-Security-Policy", Policy)
            .With("Referrer-Policy", "no-referrer");

    private HtmlPage Element(string name, string text)
    {
        _html.Append('<').Append(name).Append('>').Append(WebUtility.HtmlEncode(text)).Append("</").Append(name).Append('>');
        return this;
    }
}
