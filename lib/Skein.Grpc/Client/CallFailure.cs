using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace Skein.Grpc;

/// <summary>Turns what HTTP reports into the status of a call.</summary>
internal static class CallFailure
{
    // HTTP/2 error codes of RST_STREAM and GOAWAY that say something about the call.
    private const long RefusedStream = 0x7;
    private const long Cancel = 0x8;
    private const long EnhanceYourCalm = 0xB;
    private const long InadequateSecurity = 0xC;

    /// <summary>The status in headers or trailers.</summary>
    /// <returns>False if there is none.</returns>
    public static bool TryReadStatus(HttpResponseHeaders headers, out GrpcStatusCode status, out string detail)
    {
        status = GrpcStatusCode.Unknown;
        detail = "";
        if (FindValue(headers, GrpcHeaders.Status) is not { } text)
            return false;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var code)
            && code <= (int)GrpcStatusCode.Unauthenticated)
        {
            status = (GrpcStatusCode)code;
        }

        detail = StatusDetail.Decode(FindValue(headers, GrpcHeaders.Message) ?? "");
        return true;
    }

    /// <summary>The failure a response announces before its first message, or null if messages may follow.</summary>
    public static GrpcException? FromHeaders(HttpResponseMessage response, string server)
    {
        if (TryReadStatus(response.Headers, out var status, out var detail) && status != GrpcStatusCode.Ok)
            return new GrpcException(status, detail);
        if (response.StatusCode != HttpStatusCode.OK)
            return new GrpcException(FromHttp(response.StatusCode), $"{server} answered with HTTP status {(int)response.StatusCode}");
        var contentType = response.Content.Headers.NonValidated.TryGetValues("content-type", out var values)
            ? values.ToString() : "";
        return GrpcHeaders.IsGrpc(contentType)
            ? null
            : new GrpcException(GrpcStatusCode.Unknown, $"{server} answered with content type '{contentType}', which is no gRPC");
    }

    /// <summary>The failure at the end of a response, or null if the call succeeded.</summary>
    public static GrpcException? FromTrailers(HttpResponseMessage response, string server)
    {
        if (!TryReadStatus(response.TrailingHeaders, out var status, out var detail)
            && !TryReadStatus(response.Headers, out status, out detail))
        {
            return new GrpcException(GrpcStatusCode.Internal, $"{server} ended the call without a status");
        }

        return status == GrpcStatusCode.Ok ? null : new GrpcException(status, detail);
    }

    /// <summary>The failure behind an exception of the transport.</summary>
    public static GrpcException FromTransport(Exception exception, string server)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is GrpcException known)
                return new GrpcException(known.Status, known.Message, exception) { Origin = known.Origin };
            if (cause is HttpProtocolException { ErrorCode: var code } protocol)
                return FromProtocol(code, protocol, server);
        }

        var reason = exception.GetBaseException().Message;
        return new GrpcException(GrpcStatusCode.Unavailable, $"The connection to {server} was lost: {reason}", exception)
        {
            Origin = GrpcOrigin.Connection,
        };
    }

    private static GrpcException FromProtocol(long code, HttpProtocolException exception, string server) => code switch
    {
        RefusedStream => new(GrpcStatusCode.Unavailable, $"{server} takes no more calls on this connection", exception) { Origin = GrpcOrigin.Connection },
        Cancel => new(GrpcStatusCode.Cancelled, $"{server} cancelled the call", exception),
        EnhanceYourCalm => new(GrpcStatusCode.ResourceExhausted, $"{server} was asked too much", exception),
        InadequateSecurity => new(GrpcStatusCode.PermissionDenied, $"{server} finds the connection not secure enough", exception),
        // NO_ERROR is a server that closes its connections on its way out.
        0 => new(GrpcStatusCode.Unavailable, $"{server} closed the connection", exception),
        _ => new(GrpcStatusCode.Internal, $"{server} reset the call: {exception.Message}", exception),
    };

    private static GrpcStatusCode FromHttp(HttpStatusCode status) => status switch
    {
        HttpStatusCode.BadRequest => GrpcStatusCode.Internal,
        HttpStatusCode.Unauthorized => GrpcStatusCode.Unauthenticated,
        HttpStatusCode.Forbidden => GrpcStatusCode.PermissionDenied,
        HttpStatusCode.NotFound => GrpcStatusCode.Unimplemented,
        HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable
            or HttpStatusCode.GatewayTimeout => GrpcStatusCode.Unavailable,
        _ => GrpcStatusCode.Unknown,
    };

    private static string? FindValue(HttpResponseHeaders headers, string name) =>
        headers.NonValidated.TryGetValues(name, out var values) && values.Count > 0 ? values.First() : null;
}
