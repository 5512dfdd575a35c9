using System.Text;

namespace Skein.Security;

/// <summary>Reads one half of a pair from its file.</summary>
internal static class CertificateText
{
    /// <summary>What helps against every damaged pair.</summary>
    public const string Remedy = "Make a new pair with: skein config gencerts --force";

    // A chain of RSA-4096 certificates stays far below; a log file given by mistake does not.
    private const int MaximumBytes = 1 << 20;

    /// <exception cref="CertificateException">The file is missing, unreadable or no PEM file by its size.</exception>
    public static string Read(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (file.Length > MaximumBytes)
                throw new CertificateException($"{path} is too large for a PEM file ({file.Length} bytes). {Remedy}.");
            using var reader = new StreamReader(file, Encoding.ASCII);
            return reader.ReadToEnd();
        }
        catch (Exception cause) when (cause is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CertificateException($"{path} does not exist. {Remedy}.", cause);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new CertificateException($"{path} can not be read ({cause.Message}). Check its owner and mode, or: {Remedy}.", cause);
        }
    }
}
