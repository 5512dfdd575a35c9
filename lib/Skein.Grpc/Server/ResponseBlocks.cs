using System.Globalization;

namespace Skein.Grpc;

/// <summary>Header blocks of responses. Those of every good call are encoded once.</summary>
internal static class ResponseBlocks
{
    /// <summary>Headers in front of messages.</summary>
    public static byte[] Headers { get; } = [.. Begin()];

    /// <summary>Trailers of a call that went well.</summary>
    public static byte[] Ok { get; } = EncodeTrailers(GrpcStatusCode.Ok, null);

    /// <summary>Trailers after messages.</summary>
    public static byte[] EncodeTrailers(GrpcStatusCode status, string? detail)
    {
        var block = new List<byte>();
        AddStatus(block, status, detail);
        return [.. block];
    }

    /// <summary>A whole response without messages.</summary>
    public static byte[] EncodeWhole(GrpcStatusCode status, string? detail)
    {
        var block = Begin();
        // The refusal of an encoding has to name those that are understood.
        if (status == GrpcStatusCode.Unimplemented)
            HeaderEncoder.Add(block, GrpcHeaders.AcceptEncoding, GrpcHeaders.Identity);
        AddStatus(block, status, detail);
        return [.. block];
    }

    /// <summary>The refusal of what is no gRPC call at all.</summary>
    public static byte[] EncodeRefusal(int httpStatus)
    {
        var block = new List<byte>();
        HeaderEncoder.AddStatus(block, httpStatus);
        HeaderEncoder.Add(block, "content-length", "0");
        return [.. block];
    }

    private static List<byte> Begin()
    {
        var block = new List<byte>();
        HeaderEncoder.AddStatus(block, 200);
        HeaderEncoder.Add(block, "content-type", GrpcHeaders.ContentType);
        return block;
    }

    private static void AddStatus(List<byte> block, GrpcStatusCode status, string? detail)
    {
        HeaderEncoder.Add(block, GrpcHeaders.Status, ((int)status).ToString(CultureInfo.InvariantCulture));
        if (!string.IsNullOrEmpty(detail))
            HeaderEncoder.Add(block, GrpcHeaders.Message, StatusDetail.Encode(detail));
    }
}
