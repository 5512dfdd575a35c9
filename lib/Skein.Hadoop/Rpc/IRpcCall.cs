using Google.Protobuf;

namespace Skein.Hadoop.Rpc;

/// <summary>A call that waits for its answer, whatever the answer's type is.</summary>
internal interface IRpcCall
{
    /// <summary>Whether its caller gave up; the answer, should it come, is dropped.</summary>
    bool IsAbandoned { get; set; }

    /// <exception cref="InvalidProtocolBufferException">The bytes are not the expected message.</exception>
    void Complete(ReadOnlySpan<byte> message);

    void Fail(Exception failure);
}
