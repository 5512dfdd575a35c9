namespace Skein.Grpc;

/// <summary>Header and trailer names of gRPC over HTTP/2, and their fixed values.</summary>
internal static class GrpcHeaders
{
    /// <summary>Trailer with the status number.</summary>
    public const string Status = "grpc-status";

    /// <summary>Trailer with the percent-encoded detail.</summary>
    public const string Message = "grpc-message";

    /// <summary>Header with the time the client gives the call.</summary>
    public const string Timeout = "grpc-timeout";

    /// <summary>Header that names the encoding of compressed messages.</summary>
    public const string Encoding = "grpc-encoding";

    /// <summary>Header that names the encodings understood.</summary>
    public const string AcceptEncoding = "grpc-accept-encoding";

    /// <summary>Content type of every request and response.</summary>
    public const string ContentType = "application/grpc";

    /// <summary>The only encoding supported: none.</summary>
    public const string Identity = "identity";

    /// <summary>Whether a content type is gRPC with protobuf messages.</summary>
    public static bool IsGrpc(ReadOnlySpan<char> contentType)
    {
        if (!contentType.StartsWith(ContentType, StringComparison.OrdinalIgnoreCase))
            return false;
        var rest = contentType[ContentType.Length..];
        return rest.IsEmpty || rest[0] == ';' || rest.StartsWith("+proto", StringComparison.OrdinalIgnoreCase);
    }
}
