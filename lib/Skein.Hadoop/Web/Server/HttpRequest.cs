using System.Net;

namespace Skein.Hadoop.Web.Server;

/// <summary>A request as it was sent.</summary>
/// <param name="Method">In capitals.</param>
/// <param name="Path">Begins with a slash; percent-encoded.</param>
/// <param name="Query">What is behind the question mark; percent-encoded.</param>
/// <param name="Headers">In their order.</param>
public sealed record HttpRequest(string Method, string Path, string Query, IReadOnlyList<HttpHeader> Headers)
{
    /// <summary>The body, which can be read once, while the request is handled.</summary>
    /// <exception cref="HttpRefusalException">By reading: it is malformed, or larger than allowed.</exception>
    public Stream Body { get; init; } = Stream.Null;

    /// <summary>Bytes of the body; null: not told beforehand.</summary>
    public long? BodyLength { get; init; } = 0;

    /// <summary>Who asks.</summary>
    public IPEndPoint Client { get; init; } = new(IPAddress.None, 0);

    /// <summary>Where the request arrived.</summary>
    public IPEndPoint Server { get; init; } = new(IPAddress.None, 0);

    /// <summary>The parts of the path, decoded; empty parts are left out. A part may have a slash in it.</summary>
    public IReadOnlyList<string> Parts { get; } =
        Array.ConvertAll(Path.Split('/', StringSplitOptions.RemoveEmptyEntries), Uri.UnescapeDataString);

    /// <summary>Value of a header; null if there is none, or several.</summary>
    public string? Header(string name)
    {
        string? found = null;
        foreach (var header in Headers)
        {
            if (!header.Is(name))
                continue;
            if (found is not null)
                return null;
            found = header.Value;
        }

        return found;
    }

    /// <summary>Decoded value of a query's parameter; null if it is not there. Of several the first.</summary>
    public string? Parameter(string name)
    {
        foreach (var pair in Query.Split('&'))
        {
            var equals = pair.IndexOf('=');
            if (equals == name.Length && pair.StartsWith(name, StringComparison.Ordinal))
                return Uri.UnescapeDataString(pair[(equals + 1)..].Replace('+', ' '));
        }

        return null;
    }

    /// <summary>Value of a cookie; null if it is not there.</summary>
    public string? Cookie(string name)
    {
        foreach (var header in Headers)
        {
            if (!header.Is("Cookie"))
                continue;
            foreach (var pair in header.Value.Split(';', StringSplitOptions.TrimEntries))
            {
                if (pair.Length > name.Length && pair[name.Length] == '=' && pair.StartsWith(name, StringComparison.Ordinal))
                    return pair[(name.Length + 1)..];
            }
        }

        return null;
    }
}
