using System.Text;
using Skein.Contract;

namespace Skein.Security;

/// <summary>Writes pairs into a directory of settings: one writer at a time, and no reader ever sees half a file.</summary>
internal static class CertificateDirectory
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    // EWOULDBLOCK of Linux, which the runtime hands on as the code of a sharing violation.
    private const int WouldBlock = 11;

    // Making a key pair takes a fraction of a second, so a lock held for long belongs to a stopped process.
    private static readonly TimeSpan LockTimeout = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan LockPoll = TimeSpan.FromMilliseconds(20);

    /// <summary>Creates the directory, mode 0700, and holds its <c>skein.lock</c> until the result is disposed.</summary>
    /// <exception cref="CertificateException">The directory can not be written, or the lock stays held for 30 seconds.</exception>
    public static async Task<IDisposable> LockAsync(string directory, TimeProvider time, CancellationToken cancellation)
    {
        var path = Path.Combine(directory, SkeinFiles.ConfigLock);
        try
        {
            Directory.CreateDirectory(directory, OwnerOnly | UnixFileMode.UserExecute);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(directory, cause);
        }

        var start = time.GetTimestamp();
        while (true)
        {
            try
            {
                // FileShare.None is flock on Unix, which Python clients take on the same file.
                return new FileStream(path, Options(FileMode.OpenOrCreate));
            }
            catch (UnauthorizedAccessException cause)
            {
                throw Unwritable(directory, cause);
            }
            catch (IOException cause) when (cause.HResult != WouldBlock)
            {
                throw Unwritable(path, cause);
            }
            catch (IOException cause) when (time.GetElapsedTime(start) >= LockTimeout)
            {
                throw new CertificateException($"{path} has been held by another process for {LockTimeout.TotalSeconds} s ({cause.Message}). Try again when it has ended.", cause);
            }
            catch (IOException)
            {
                await Task.Delay(LockPoll, time, cancellation);
            }
        }
    }

    /// <summary>Writes both halves, the key first: a certificate never appears before its key.</summary>
    /// <exception cref="CertificateException">A file can not be written.</exception>
    public static void Write(CertificateFiles files, CertificatePair pair)
    {
        WriteWhole(files.Key, pair.KeyPem.Reveal());
        WriteWhole(files.Certificate, pair.CertificatePem);
    }

    private static void WriteWhole(string path, string text)
    {
        var unfinished = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var file = new FileStream(unfinished, Options(FileMode.CreateNew)))
            {
                file.Write(Encoding.ASCII.GetBytes(text));
                file.Flush(flushToDisk: true);
            }

            File.Move(unfinished, path, overwrite: true);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(path, cause);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    private static FileStreamOptions Options(FileMode mode) =>
        new() { Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.None, UnixCreateMode = OwnerOnly };

    private static CertificateException Unwritable(string path, Exception cause) => new(
        $"{path} can not be written ({cause.Message}). Make it writable, or set {SkeinVariables.Config} to a directory of yours.", cause);
}
