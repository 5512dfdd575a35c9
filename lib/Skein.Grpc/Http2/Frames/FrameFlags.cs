namespace Skein.Grpc;

/// <summary>Flags of frames; what a bit means depends on the type.</summary>
[Flags]
internal enum FrameFlags : byte
{
    None = 0,

    /// <summary>SETTINGS and PING: acknowledges the peer's.</summary>
    Acknowledged = 1,

    /// <summary>DATA and HEADERS: nothing follows from the sender on this stream.</summary>
    EndStream = Acknowledged,

    /// <summary>HEADERS and CONTINUATION: the header block is complete.</summary>
    EndHeaders = 4,

    /// <summary>DATA and HEADERS: padded.</summary>
    Padded = 8,

    /// <summary>HEADERS: five bytes of priority precede the block.</summary>
    Priority = 0x20,
}
