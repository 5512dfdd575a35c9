namespace Skein.Hadoop.Web.Proxying;

/// <summary>What is asked of a server behind a proxy.</summary>
public static class ProxiedAddress
{
    /// <summary>The address of a page; null if the server's is no web address.</summary>
    /// <param name="root">The server's address, perhaps without a scheme and with a path and a query of its own.</param>
    /// <param name="rest">
    /// What was asked for behind the proxy's path, percent-encoded and without its first slash; null: just the server's address. Empty parts
    /// and <c>.</c> are left out, <c>..</c> leads at most to the root, and <c>\</c> is no slash.
    /// </param>
    /// <param name="query">Percent-encoded query, or nothing.</param>
    public static Uri? Combine(string root, string? rest, string query)
    {
        var address = root.Contains("://", StringComparison.Ordinal) ? root : "http://" + root;
        if (!Uri.TryCreate(address, UriKind.Absolute, out var server) || server.Scheme is not ("http" or "https"))
            return null;
        var path = rest is null ? server.AbsolutePath : $"{server.AbsolutePath.TrimEnd('/')}/{Normalise(rest)}";
        var both = string.Join('&', Array.FindAll([server.Query.TrimStart('?'), query], part => part.Length > 0));
        return new Uri($"{server.Scheme}://{server.Authority}{path}{(both.Length > 0 ? "?" + both : "")}");
    }

    private static string Normalise(string path)
    {
        var kept = new List<string>();
        var last = "";
        foreach (var part in path.Split('/'))
        {
            last = part.Replace("%2e", ".", StringComparison.OrdinalIgnoreCase);
            if (last == ".." && kept.Count > 0)
                kept.RemoveAt(kept.Count - 1);
            if (last is not ("" or "." or ".."))
                kept.Add(part.Replace("\\", "%5C", StringComparison.Ordinal));
        }

        return string.Join('/', kept) + (kept.Count > 0 && last is ("" or "." or "..") ? "/" : "");
    }
}
