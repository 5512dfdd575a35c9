namespace Skein.Grpc;

/// <summary>What a peer may take. Sizes in bytes, times in seconds.</summary>
internal static class Http2Limits
{
    /// <summary>What an unread request holds.</summary>
    public const int StreamWindow = 256 * 1024;

    /// <summary>What the unread requests of a connection hold together.</summary>
    public const int ConnectionWindow = 512 * 1024;

    /// <summary>
    /// Each watch of some client libraries is a stream of its own, and several wait on one connection; idle streams cost little, and the
    /// windows bound what they can hold together.
    /// </summary>
    public const int MaxStreams = 1024;

    /// <summary>Largest header list, and largest header block.</summary>
    public const int MaxHeaderSize = 16 * 1024;

    /// <summary>Frames a header block may come in.</summary>
    public const int MaxContinuations = 32;

    /// <summary>Messages that have come in part and messages that have left in part, all streams of a connection together; small ones do not count.</summary>
    public const int MaxMessages = 32 * 1024 * 1024;

    /// <summary>Output that waits for the peer to read; whoever wants to add to more waits too.</summary>
    public const int MaxOutput = 256 * 1024;

    /// <summary>Connections of a server that keep a buffer of 32 KiB while they wait; those that come later take one when there is something to read.</summary>
    public const int ReceiveBuffers = 64;

    /// <summary>For the handshake, and again for the preface and the settings after it.</summary>
    public const int OpeningTime = 10;

    /// <summary>A client whose machine died leaves no trace on the wire; its streams end when it does not answer a ping.</summary>
    public const int PingAfter = 60;

    /// <summary>Time to answer a ping.</summary>
    public const int PingTime = 20;

    /// <summary>Time to take one write.</summary>
    public const int WriteTime = 30;
}
