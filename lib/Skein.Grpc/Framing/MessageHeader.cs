namespace Skein.Grpc;

/// <summary>The five bytes in front of every message.</summary>
/// <param name="Compressed">Whether the payload is compressed with the encoding that the call's headers name.</param>
/// <param name="Length">Bytes of payload that follow, as the peer states them; not yet checked against a limit.</param>
internal readonly record struct MessageHeader(bool Compressed, uint Length);
