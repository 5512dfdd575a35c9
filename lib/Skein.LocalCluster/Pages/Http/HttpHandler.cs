namespace Skein.LocalCluster.Pages.Http;

/// <summary>Answers a request.</summary>
/// <param name="request">The request.</param>
/// <param name="cancellation">Fires when the server stops.</param>
/// <exception cref="HttpRefusalException">The request can not be answered; the client is told why.</exception>
internal delegate Task<HttpResponse> HttpHandler(HttpRequest request, CancellationToken cancellation);
