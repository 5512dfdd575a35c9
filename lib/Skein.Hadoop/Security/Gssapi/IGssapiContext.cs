namespace Skein.Hadoop.Security.Gssapi;

/// <summary>The client's side of a security context with one server (RFC 2743).</summary>
internal interface IGssapiContext : IDisposable
{
    /// <summary>Whether both sides have proved who they are.</summary>
    bool IsEstablished { get; }

    /// <summary>Takes the server's token, at first none, and gives the next one to it; empty: none is due. May ask the KDC and so block.</summary>
    /// <exception cref="KerberosException">No ticket, or one that does not do.</exception>
    /// <exception cref="InvalidDataException">The token is broken, or none was expected.</exception>
    byte[] Step(ReadOnlySpan<byte> token);

    /// <summary>Signs a message, and encrypts it where asked.</summary>
    /// <exception cref="IOException">The context can not be used any more: its ticket has expired.</exception>
    byte[] Wrap(ReadOnlySpan<byte> message, bool encrypt);

    /// <summary>Checks a message and opens it.</summary>
    /// <param name="message">The next one from the server.</param>
    /// <param name="wasEncrypted">Whether others could not read it.</param>
    /// <exception cref="InvalidDataException">It was changed on its way, comes again, or is not the next one.</exception>
    /// <exception cref="IOException">The context can not be used any more: its ticket has expired.</exception>
    byte[] Unwrap(ReadOnlySpan<byte> message, out bool wasEncrypted);

    /// <summary>Bytes of the longest message that is no longer than <paramref name="wrapped"/> when wrapped; 0: there is none.</summary>
    int LongestMessage(int wrapped, bool encrypt);
}
