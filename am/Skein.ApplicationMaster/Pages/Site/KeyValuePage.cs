using System.Text;
using System.Text.Unicode;
using Skein.Contract;
using Skein.Hadoop.Web.Server;
using Skein.KeyValue;

namespace Skein.ApplicationMaster.Pages.Site;

/// <summary>The page <c>/kv[?from=KEY]</c>: keys and values in the order of keys, a few hundred at a time.</summary>
internal sealed class KeyValuePage(SiteFrame frame, KeyValueStore store)
{
    private const int MaxRows = 500;

    // Bytes of one value.
    private const int MaxValue = 2048;

    public HttpResponse Answer(HttpRequest request)
    {
        var all = store.Latest.Entries;
        var from = request.Parameter("from") ?? "";
        var entries = all.List(new KeyRange(from, ""), MaxRows + 1);
        var page = frame.Begin("Key/Value", "/kv").Element("h1", "Key/Value").Begin("p").Text(all.Count switch
        {
            0 => "There are no keys.",
            1 => "1 key",
            _ => $"{PageText.Count(all.Count)} keys",
        });
        if (from.Length > 0)
            page.Text(", those from here on. ").Link("./kv", "First");
        page.End("p").Begin("div", ("class", "scroll card keys")).Table(["Key", "Value", "Owner"], rows =>
        {
            foreach (var entry in entries.AsSpan(0, Math.Min(entries.Length, MaxRows)))
                rows.Row().Cell(entry.Key).Cell(Shown(entry)).Cell(entry.Owner is { } owner ? $"{owner.Service}_{owner.Instance}" : "");
        }).End("div");
        if (entries.Length > MaxRows)
            page.Link($"./kv?from={Uri.EscapeDataString(entries[MaxRows].Key)}", "Next");
        return SiteFrame.End(page);
    }

    private static string Shown(KeyValueEntry entry)
    {
        if (entry.Key == SkeinKeys.Tokens)
            return "<secret>";
        var value = entry.Value.Span;
        if (value.Length > MaxValue)
        {
            value = value[..MaxValue];
            // Characters are not cut in two.
            while (value.Length > MaxValue - 4 && !Utf8.IsValid(value))
                value = value[..^1];
        }

        if (!Utf8.IsValid(value))
            return "<binary value>";
        var text = Encoding.UTF8.GetString(value);
        return value.Length < entry.Value.Length ? $"{text}… ({PageText.Count(entry.Value.Length)} bytes)" : text;
    }
}
