namespace Skein.Hadoop.Security.Gssapi;

/// <summary>This machine can not prove by Kerberos who calls. The message says why in one sentence, and with which command it can.</summary>
public sealed class KerberosException : IOException
{
    /// <param name="message">One sentence.</param>
    /// <param name="inner">What the library said, or null.</param>
    public KerberosException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
