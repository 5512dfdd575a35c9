using System.Buffers;
using System.Globalization;
using System.Text;

namespace Skein.Hadoop.Web.Server;

/// <summary>
/// Reads the head of an HTTP/1.1 request (RFC 9112), strictly:
/// <code>
/// head   = method SP target SP "HTTP/1." DIGIT CRLF *(name ":" value CRLF) CRLF
/// target = "/" path ["?" query]
/// </code>
/// </summary>
internal static class HttpRequestHead
{
    /// <summary>What ends a head.</summary>
    public static ReadOnlySpan<byte> End => "\r\n\r\n"u8;

    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <param name="head">Up to the empty line and without it.</param>
    /// <returns>The request, and whether the connection stays open by default.</returns>
    /// <exception cref="HttpRefusalException">It is no such head.</exception>
    public static (HttpRequest Request, bool IsPersistent) Parse(ReadOnlySpan<byte> head)
    {
        var lines = Encoding.Latin1.GetString(head).Split("\r\n");
        if (lines[0].Split(' ') is not [var method, ['/', ..] target, "HTTP/1.1" or "HTTP/1.0"] words || !IsToken(method))
            throw new HttpRefusalException(400, "The request does not begin as an HTTP/1.1 request for a path does");
        if (target.AsSpan().ContainsAnyExceptInRange('!', '~') || target.Contains('#'))
            throw new HttpRefusalException(400, "The path must be percent-encoded");
        var headers = new List<HttpHeader>(lines.Length - 1);
        foreach (var line in lines.AsSpan(1))
        {
            var colon = line.IndexOf(':');
            if (colon < 0 || !IsToken(line.AsSpan(0, colon)) || line.AsSpan().IndexOfAny('\r', '\n', '\0') >= 0)
                throw new HttpRefusalException(400, "A header of the request is malformed");
            headers.Add(new HttpHeader(line[..colon], line[(colon + 1)..].Trim(' ', '\t')));
        }

        var question = target.IndexOf('?');
        var request = question < 0
            ? new HttpRequest(method, target, "", headers)
            : new HttpRequest(method, target[..question], target[(question + 1)..], headers);
        var isPersistent = words[2] == "HTTP/1.1"
            && !string.Equals(request.Header("Connection"), "close", StringComparison.OrdinalIgnoreCase);
        return (request, isPersistent);
    }

    /// <summary>Bytes of the body; null: it comes in chunks.</summary>
    /// <exception cref="HttpRefusalException">It is larger than allowed, or where it ends is not told or told twice.</exception>
    public static long? BodyLength(HttpRequest request, long maximum)
    {
        string? length = null;
        string? coding = null;
        foreach (var header in request.Headers)
        {
            if (header.Is("Transfer-Encoding"))
                coding = coding is null ? header.Value : $"{coding}, {header.Value}";
            if (!header.Is("Content-Length"))
                continue;
            if (length is not null)
                throw new HttpRefusalException(400, "The request tells the length of its body twice");
            length = header.Value;
        }

        // Who believes the other of the two finds another request behind the body.
        if (coding is not null && length is not null)
            throw new HttpRefusalException(400, "The request tells the length of its body twice");
        if (coding is not null)
        {
            return coding.Equals("chunked", StringComparison.OrdinalIgnoreCase)
                ? null
                : throw new HttpRefusalException(501, "Of transfer codings only 'chunked' is known");
        }

        if (length is null)
            return 0;
        if (!long.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes))
            throw new HttpRefusalException(400, "The length of the request's body is no number");
        return bytes <= maximum
            ? bytes
            : throw new HttpRefusalException(413, $"The request's body has {bytes} bytes, of which at most {maximum} are taken");
    }

    private static bool IsToken(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExcept(TokenCharacters);
}
