using System.Net;
using System.Net.Security;

namespace Skein.Grpc.Tests;

/// <summary>HTTP/2 requests to a test server with whatever headers and bytes a test likes.</summary>
internal static class RawHttp
{
    public static HttpMessageInvoker Open() => new(new SocketsHttpHandler
    {
        UseProxy = false,
        SslOptions = new SslClientAuthenticationOptions
        {
            ClientCertificates = [TestCertificates.Shared],
            LocalCertificateSelectionCallback = (_, _, _, _, _) => TestCertificates.Shared,
            RemoteCertificateValidationCallback = (_, certificate, _, _) => TestCertificates.Shared.Equals(certificate),
        },
    });

    public static HttpRequestMessage Request(TestServer server, string path, HttpContent content, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"https://127.0.0.1:{server.Port}{path}")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = content,
        };
        content.Headers.TryAddWithoutValidation("content-type", "application/grpc");
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return request;
    }

    public static string? Header(this HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values)
            || response.TrailingHeaders.TryGetValues(name, out values) ? string.Join(',', values) : null;
}
