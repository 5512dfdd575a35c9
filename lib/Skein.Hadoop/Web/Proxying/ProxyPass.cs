using System.Text;
using Skein.Hadoop.Web.Server;

namespace Skein.Hadoop.Web.Proxying;

/// <summary>A proxy's way to servers: carries requests there, and their answers back piece by piece.</summary>
/// <param name="http">Connects.</param>
/// <param name="begin">How long a server may take to begin an answer.</param>
/// <param name="silence">How long it may pause within one.</param>
/// <param name="time">Clock of these limits.</param>
public sealed class ProxyPass(HttpMessageInvoker http, TimeSpan begin, TimeSpan silence, TimeProvider time) : IDisposable
{
    private const int PieceLength = 16 << 10;

    // Those of one connection, and what is told anew.
    private static readonly string[] OfConnection =
    [
        "Connection", "Keep-Alive", "Proxy-Connection", "Proxy-Authenticate", "Proxy-Authorization", "TE", "Trailer", "Transfer-Encoding",
        "Upgrade", "Content-Length",
    ];

    /// <summary>Whether a header says something of one connection only, and so is not passed on.</summary>
    public static bool IsOfConnection(string name) => OfConnection.Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>A server's way for proxies: it follows nothing, keeps no cookies, and takes no other proxy.</summary>
    public static SocketsHttpHandler NewHandler() => new()
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        ActivityHeadersPropagator = null,
        // As requests are read: every byte stays what it is.
        RequestHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
    };

    public void Dispose() => http.Dispose();

    /// <summary>Gives a message the body of a request, as far as it has one; headers are given before.</summary>
    public static void AddBody(HttpRequestMessage message, HttpRequest request)
    {
        if (request.BodyLength == 0)
            return;
        message.Content = new ProxiedBody(request.Body, request.BodyLength);
        foreach (var header in request.Headers)
        {
            if (header.Name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase) && !IsOfConnection(header.Name))
                message.Content.Headers.TryAddWithoutValidation(header.Name, header.Value);
        }
    }

    /// <summary>Asks a server.</summary>
    /// <exception cref="HttpRequestException">It can not be reached.</exception>
    /// <exception cref="TimeoutException">It does not begin to answer in time, which begins anew with each piece of the request.</exception>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage message, CancellationToken cancellation)
    {
        using var deadline = new CancellationTokenSource(begin, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        var body = message.Content as ProxiedBody;
        if (body is not null)
            body.OnPiece = () => deadline.CancelAfter(begin);
        try
        {
            return await http.SendAsync(message, either.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new TimeoutException($"{message.RequestUri!.Authority} did not begin to answer within {begin.TotalSeconds:0} s.");
        }
        finally
        {
            if (body is not null)
                body.OnPiece = null;
        }
    }

    /// <summary>A server's answer as the proxy's own, whose body comes as it is read; owned by it.</summary>
    public HttpResponse Answer(HttpResponseMessage response)
    {
        var answer = new HttpResponse(
            (int)response.StatusCode, response.Content.Headers.ContentLength, (body, ending) => CopyAsync(response, body, ending))
        {
            Source = response,
        };
        foreach (var (name, values) in response.Headers.NonValidated)
            Add(name, values);
        foreach (var (name, values) in response.Content.Headers.NonValidated)
            Add(name, values);
        return answer;

        // Each by itself: cookies can not be told apart in one line.
        void Add(string name, System.Net.Http.Headers.HeaderStringValues values)
        {
            if (IsOfConnection(name))
                return;
            foreach (var value in values)
                answer.With(name, value);
        }
    }

    private async Task CopyAsync(HttpResponseMessage response, HttpBody body, CancellationToken cancellation)
    {
        await using var content = await response.Content.ReadAsStreamAsync(cancellation);
        var buffer = new byte[PieceLength];
        while (true)
        {
            using var deadline = new CancellationTokenSource(silence, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
            var read = await content.ReadAsync(buffer, either.Token);
            if (read == 0)
                return;
            await body.WriteAsync(buffer.AsMemory(0, read), cancellation);
        }
    }
}
