namespace Skein.Grpc;

/// <summary>What connections hand requests to. It is called by a connection's reader, which must not wait.</summary>
internal interface IHttp2Application
{
    /// <summary>Begins a request.</summary>
    /// <param name="stream">Takes the response.</param>
    /// <param name="headers">The request's headers; valid during the call only.</param>
    /// <returns>Takes the request's data and its end, both possibly at once.</returns>
    IRequestTarget Open(Http2Stream stream, RequestHeaders headers);
}
