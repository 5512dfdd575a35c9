namespace Skein.Hadoop.Security.Gssapi;

/// <summary>Protection of every message by the context of a login (RFC 4752, 3.3).</summary>
/// <param name="context">Owned by this layer.</param>
/// <param name="encrypts">Whether messages are encrypted, too.</param>
/// <param name="maxMessageLength">Bytes of the longest message the server takes.</param>
internal sealed class GssapiSecurityLayer(IGssapiContext context, bool encrypts, int maxMessageLength) : ISecurityLayer
{
    // Writer and reader of a connection share the keys, and the library derives some of them when first needed.
    private readonly Lock _gate = new();

    public int MaxMessageLength => maxMessageLength;

    public byte[] Wrap(ReadOnlySpan<byte> message)
    {
        lock (_gate)
            return context.Wrap(message, encrypts);
    }

    public byte[] Unwrap(ReadOnlySpan<byte> message)
    {
        lock (_gate)
        {
            var content = context.Unwrap(message, out var wasEncrypted);
            return wasEncrypted || !encrypts
                ? content
                : throw new InvalidDataException("a message came unencrypted over a connection that agreed on privacy");
        }
    }

    public void Dispose() => context.Dispose();
}
