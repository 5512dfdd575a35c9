namespace Skein.Grpc;

/// <summary>The headers that both sides know from the start, RFC 7541 appendix A. The first has index 1.</summary>
internal static class StaticTable
{
    private static readonly HeaderField[] Fields = Create(
        ":authority|:method=GET|:method=POST|:path=/|:path=/index.html|:scheme=http|:scheme=https|:status=200|:status=204|:status=206|"
        + ":status=304|:status=400|:status=404|:status=500|accept-charset|accept-encoding=gzip, deflate|accept-language|accept-ranges|accept|"
        + "access-control-allow-origin|age|allow|authorization|cache-control|content-disposition|content-encoding|content-language|"
        + "content-length|content-location|content-range|content-type|cookie|date|etag|expect|expires|from|host|if-match|if-modified-since|"
        + "if-none-match|if-range|if-unmodified-since|last-modified|link|location|max-forwards|proxy-authenticate|proxy-authorization|range|"
        + "referer|refresh|retry-after|server|set-cookie|strict-transport-security|transfer-encoding|user-agent|vary|via|www-authenticate");

    /// <summary>How many there are.</summary>
    public static int Count => Fields.Length;

    /// <summary>The header with an index from 1 to <see cref="Count"/>.</summary>
    public static HeaderField Get(int index) => Fields[index - 1];

    private static HeaderField[] Create(string table) => Array.ConvertAll(table.Split('|'), static entry =>
    {
        var equals = entry.IndexOf('=', StringComparison.Ordinal);
        var (name, value) = equals < 0 ? (entry, "") : (entry[..equals], entry[(equals + 1)..]);
        return new HeaderField(System.Text.Encoding.ASCII.GetBytes(name), System.Text.Encoding.ASCII.GetBytes(value));
    });
}
