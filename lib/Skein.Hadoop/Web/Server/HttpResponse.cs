using System.Text;

namespace Skein.Hadoop.Web.Server;

/// <summary>An answer.</summary>
/// <param name="status">Status code.</param>
/// <param name="length">Bytes of the body; null: not known beforehand.</param>
/// <param name="write">Writes the body, if it is wanted.</param>
public sealed class HttpResponse(int status, long? length, Func<HttpBody, CancellationToken, Task> write) : IDisposable
{
    private static readonly HttpHeader NoSniffing = new("X-Content-Type-Options", "nosniff");
    private static readonly HttpHeader NoStore = new("Cache-Control", "no-store");

    public int Status { get; } = status;

    public long? Length { get; } = length;

    /// <summary>Headers but those of the body's framing.</summary>
    public List<HttpHeader> Headers { get; } = [];

    /// <summary>What the body is written from; disposed with the answer.</summary>
    public IDisposable? Source { get; init; }

    /// <summary>An answer without a body.</summary>
    public static HttpResponse Empty(int status) => new(status, 0, static (_, _) => Task.CompletedTask);

    /// <summary>Bytes that are not to be kept, nor to be taken for something else.</summary>
    public static HttpResponse Bytes(int status, string contentType, ReadOnlyMemory<byte> body) =>
        Written(status, contentType, body.Length, (stream, cancellation) => stream.WriteAsync(body, cancellation));

    /// <summary>One sentence or more as plain text.</summary>
    public static HttpResponse Text(int status, string text) =>
        Bytes(status, "text/plain;charset=utf-8", Encoding.UTF8.GetBytes(text));

    /// <summary>A body that is written piece by piece.</summary>
    public static HttpResponse Written(
        int status, string contentType, long? length, Func<HttpBody, CancellationToken, Task> write, IDisposable? source = null) =>
        new HttpResponse(status, length, write) { Source = source }.With("Content-Type", contentType).With(NoSniffing).With(NoStore);

    /// <summary>Sends the client elsewhere.</summary>
    /// <param name="location">Percent-encoded address or path.</param>
    public static HttpResponse Redirect(string location) => Empty(302).With("Location", location).With(NoStore);

    public HttpResponse With(string name, string value) => With(new HttpHeader(name, value));

    public Task WriteBodyAsync(HttpBody body, CancellationToken cancellation) => write(body, cancellation);

    public void Dispose() => Source?.Dispose();

    private HttpResponse With(HttpHeader header)
    {
        Headers.Add(header);
        return this;
    }
}
