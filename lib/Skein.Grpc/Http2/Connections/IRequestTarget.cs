namespace Skein.Grpc;

/// <summary>The receiving end of one request. It is called by the connection's reader, one call at a time, which must not wait.</summary>
internal interface IRequestTarget
{
    /// <summary>Takes data; whoever has used it gives the credit back with <see cref="Http2Stream.Release"/>.</summary>
    /// <param name="data">Some bytes; valid during the call only.</param>
    /// <param name="isLast">Whether the request ends with them.</param>
    void Receive(ReadOnlySpan<byte> data, bool isLast);

    /// <summary>The client has reset the stream, or the connection is gone. Called by any thread.</summary>
    void Abort();
}
