using Skein.Hadoop.Security.Gssapi;

namespace Skein.Hadoop.Tests.Security.Gssapi;

/// <summary>A context that stands after one answer of the server. A wrapped message is a mark, <c>c</c> for encrypted or <c>s</c> for signed, and the message.</summary>
internal sealed class FakeContext : IGssapiContext
{
    public bool IsEstablished { get; private set; }

    public bool IsDisposed { get; private set; }

    /// <summary>Called at the begin of each step, as the library calls the KDC.</summary>
    public Action? OnStep { get; init; }

    public byte[] Step(ReadOnlySpan<byte> token)
    {
        OnStep?.Invoke();
        IsEstablished = !token.IsEmpty;
        return IsEstablished ? [] : "AP-REQ"u8.ToArray();
    }

    public byte[] Wrap(ReadOnlySpan<byte> message, bool encrypt) => [encrypt ? (byte)'c' : (byte)'s', .. message];

    public byte[] Unwrap(ReadOnlySpan<byte> message, out bool wasEncrypted)
    {
        if (message.IsEmpty || message[0] is not ((byte)'c' or (byte)'s'))
            throw new InvalidDataException("changed on its way");
        wasEncrypted = message[0] == 'c';
        return message[1..].ToArray();
    }

    public int LongestMessage(int wrapped, bool encrypt) => Math.Max(wrapped - 1, 0);

    public void Dispose() => IsDisposed = true;
}
