namespace Skein.Hadoop.Security;

/// <summary>
/// Protects a connection after a login that agreed on more than authentication. Messages are numbered in each direction: each one
/// must be wrapped, and unwrapped, exactly once and in the order of the wire.
/// </summary>
public interface ISecurityLayer : IDisposable
{
    /// <summary>The largest number of bytes to wrap at once.</summary>
    int MaxMessageLength { get; }

    /// <summary>Protects the next message to the server.</summary>
    byte[] Wrap(ReadOnlySpan<byte> message);

    /// <summary>Checks and opens the next message from the server.</summary>
    /// <exception cref="InvalidDataException">The message was changed on its way, or came out of turn.</exception>
    byte[] Unwrap(ReadOnlySpan<byte> message);
}
