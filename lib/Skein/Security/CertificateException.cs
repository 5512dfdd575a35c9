namespace Skein.Security;

/// <summary>A certificate pair can not be used or saved. The message says which file and what to do; it never shows a key.</summary>
public sealed class CertificateException : Exception
{
    public CertificateException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }
}
