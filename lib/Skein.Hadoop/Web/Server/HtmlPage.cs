using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Skein.Hadoop.Web.Server;

/// <summary>A page being written. All text is escaped; nothing is loaded from elsewhere, and no script runs but the one it is made with.</summary>
public sealed class HtmlPage
{
    private const string PlainStyle =
        "body{font:14px/1.5 system-ui,sans-serif;margin:2em;color:#222}table{border-collapse:collapse}"
        + "th,td{text-align:left;vertical-align:top;padding:.2em .8em;border-bottom:1px solid #ddd}th{color:#666}a{color:#06c}";

    private readonly StringBuilder _html = new();
    private readonly string? _script;

    /// <summary>A plain page under its title.</summary>
    public HtmlPage(string title)
        : this(title, PlainStyle, script: null) => Element("h1", title);

    /// <summary>A page with a title and nothing else yet.</summary>
    /// <param name="title">Text.</param>
    /// <param name="style">Style sheet, without <c>&lt;</c>.</param>
    /// <param name="script">Runs at the end of the page, without <c>&lt;/</c>; null: none does.</param>
    public HtmlPage(string title, string style, string? script)
    {
        _script = script;
        _html.Append("<!DOCTYPE html><html lang=en><meta charset=utf-8><meta name=viewport content=\"width=device-width\"><title>")
            .Append(WebUtility.HtmlEncode(title)).Append("</title><style>").Append(style).Append("</style>\n");
    }

    public HtmlPage Heading(string text) => Element("h2", text);

    public HtmlPage Paragraph(string text) => Element("p", text);

    /// <summary>A link with a text.</summary>
    /// <param name="address">Percent-encoded.</param>
    /// <param name="text">Text.</param>
    public HtmlPage Link(string address, string text) => Begin("a", ("href", address)).Text(text).End("a").Text(" ");

    /// <summary>A table of rows that <paramref name="rows"/> writes, each begun by <see cref="Row"/>.</summary>
    public HtmlPage Table(IReadOnlyList<string> columns, Action<HtmlPage> rows)
    {
        Begin("table").Begin("tr");
        foreach (var column in columns)
            Element("th", column);
        rows(this);
        return End("table").Text("\n");
    }

    public HtmlPage Row() => Text("\n").Begin("tr");

    public HtmlPage Cell(string text) => Element("td", text);

    /// <summary>A cell that links elsewhere, if there is an address.</summary>
    public HtmlPage Cell(string? address, string text) => address is null ? Cell("") : Begin("td").Link(address, text).End("td");

    /// <summary>Begins an element.</summary>
    /// <param name="name">Its name, as HTML has it.</param>
    /// <param name="attributes">Its attributes; an empty value stands for an attribute without one.</param>
    public HtmlPage Begin(string name, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        _html.Append('<').Append(name);
        foreach (var (attribute, value) in attributes)
        {
            _html.Append(' ').Append(attribute);
            if (value.Length > 0)
                _html.Append("=\"").Append(WebUtility.HtmlEncode(value)).Append('"');
        }

        _html.Append('>');
        return this;
    }

    public HtmlPage End(string name)
    {
        _html.Append("</").Append(name).Append('>');
        return this;
    }

    public HtmlPage Text(string text)
    {
        _html.Append(WebUtility.HtmlEncode(text));
        return this;
    }

    /// <summary>An element with a text and nothing else.</summary>
    public HtmlPage Element(string name, string text) => Begin(name).Text(text).End(name);

    public HttpResponse ToResponse(int status = 200)
    {
        var policy = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
        if (_script is not null)
        {
            _html.Append("<script>").Append(_script).Append("</script>");
            policy += $"; connect-src 'self'; script-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(_script)))}'";
        }

        return HttpResponse.Bytes(status, "text/html;charset=utf-8", Encoding.UTF8.GetBytes(_html.ToString()))
            .With("Content-Security-Policy", policy)
            .With("Referrer-Policy", "no-referrer");
    }
}
