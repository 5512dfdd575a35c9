namespace Skein.Hadoop.Web.Server;

/// <summary>Answers a request.</summary>
/// <param name="request">The request.</param>
/// <param name="cancellation">Fires when the server stops.</param>
/// <exception cref="HttpRefusalException">The request can not be answered; the client is told why.</exception>
public delegate Task<HttpResponse> HttpHandler(HttpRequest request, CancellationToken cancellation);
