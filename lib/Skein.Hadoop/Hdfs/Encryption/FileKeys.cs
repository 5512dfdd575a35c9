using Skein.Hadoop.Configuration;
using Skein.Hadoop.FileSystems;
using Skein.Hadoop.Hdfs.Protocol;
using Skein.Hadoop.Kms;
using Skein.Hadoop.Security;

namespace Skein.Hadoop.Hdfs.Encryption;

/// <summary>
/// Finds the ciphers of files in encryption zones. The KMS is looked for when the first such file is met. Safe to share between threads.
/// </summary>
/// <param name="serverDefaults">Says where the KMS is.</param>
/// <param name="configuration">Says so where the NameNode does not, and how to log in.</param>
/// <param name="user">Who asks for keys.</param>
/// <param name="time">Clock of time limits.</param>
internal sealed class FileKeys(ServerDefaults serverDefaults, HadoopConfiguration configuration, UserIdentity user, TimeProvider time) : IDisposable
{
    private readonly Lock _gate = new();
    private KmsClient? _kms;
    private bool _isDisposed;

    /// <summary>The cipher of a file; null for one that is not encrypted.</summary>
    /// <param name="path">The file; messages begin with it.</param>
    /// <param name="encryption">What the NameNode says of it.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="FileSystemException">The file's key can not be had.</exception>
    public async Task<FileCipher?> FindAsync(string path, FileEncryptionInfoProto? encryption, CancellationToken cancellation)
    {
        if (encryption is null)
            return null;
        if (encryption.Suite != CipherSuiteProto.AesCtrNopadding)
            throw new FileSystemException(FileSystemFault.Unsupported, path, $"it is encrypted by {encryption.Suite}; AES/CTR/NoPadding is known");
        if (encryption.Iv.Length != AesCtr.CounterLength)
        {
            throw new FileSystemException(
                FileSystemFault.Unsupported, path, $"its encryption begins with {encryption.Iv.Length} bytes instead of {AesCtr.CounterLength}");
        }

        var kms = Open(path, await FindAddressAsync(path, cancellation));
        try
        {
            var key = await kms.DecryptAsync(
                encryption.KeyName, encryption.EzKeyVersionName, encryption.Iv.Memory, encryption.Key.Memory, cancellation);
            if (key.Reveal().Length is not (16 or 24 or 32))
                throw new FileSystemException(FileSystemFault.Other, path, "the KMS gives a key that is none of AES");
            return new FileCipher(key, encryption.Iv.Memory);
        }
        catch (IOException e) when (e is not FileSystemException)
        {
            throw new FileSystemException(
                FileSystemFault.AccessDenied, path, $"it lies in an encryption zone, whose key {encryption.KeyName} can not be used: {e.Message}", e);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            _kms?.Dispose();
        }
    }

    private async Task<string> FindAddressAsync(string path, CancellationToken cancellation)
    {
        var defaults = await serverDefaults.GetAsync(cancellation);
        return KmsAddress.Find(defaults, configuration) ?? throw new FileSystemException(
            FileSystemFault.Other,
            path,
            $"it lies in an encryption zone, and neither the NameNode nor {ConfigurationKeys.KeyProvider} says where the KMS is");
    }

    private KmsClient Open(string path, string address)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            try
            {
                return _kms ??= new KmsClient(KmsAddress.Parse(address), configuration, user, time);
            }
            catch (FormatException e)
            {
                throw new FileSystemException(FileSystemFault.Unsupported, path, $"it lies in an encryption zone, and {e.Message}", e);
            }
        }
    }
}
