namespace Skein.Hadoop.Security.Gssapi;

/// <summary>A call of the GSSAPI library failed.</summary>
/// <param name="routine">The function called.</param>
/// <param name="major">Its result: errors of the calling convention in the top byte, of the routine in the next one, and below notes about
/// the order of messages.</param>
/// <param name="minor">The mechanism's own number, for Kerberos a <see cref="KerberosErrorCode"/>.</param>
/// <param name="text">What the library has to say about both.</param>
internal sealed class GssapiFault(string routine, uint major, uint minor, string text) : Exception($"{routine}: {text}")
{
    /// <summary>No credential was found, or none that could be used.</summary>
    public const uint NoCredential = 7 << 16;

    /// <summary>The credential's time is over.</summary>
    public const uint CredentialsExpired = 11 << 16;

    /// <summary>The context's time is over.</summary>
    public const uint ContextExpired = 12 << 16;

    public uint Major { get; } = major;

    public KerberosErrorCode Minor { get; } = (KerberosErrorCode)minor;

    /// <summary>The library's words.</summary>
    public string Text { get; } = text;
}
