namespace Skein.Grpc;

/// <summary>What a request's header means to a gRPC server.</summary>
internal enum HeaderName : byte
{
    /// <summary>Nothing.</summary>
    Other,
    Method,
    Scheme,
    Path,
    Authority,
    ContentType,
    Te,
    GrpcTimeout,
    GrpcEncoding,

    /// <summary>Forbidden in HTTP/2, or no name at all: the request is malformed, RFC 9113 section 8.2.</summary>
    Malformed,
}
