using System.Security.Cryptography;
using Skein.Hadoop.FileSystems;
using Skein.Submission.Planning;

namespace Skein.Submission.Uploads;

/// <summary>Uploads local files under paths that name their contents, once per content.</summary>
/// <remarks>
/// A file is written under a temporary name beside its place and renamed, so what has the right name is whole. It is never changed
/// after: YARN refuses a file whose modification time moved, and running applications refer to it.
/// </remarks>
public sealed class UploadCache
{
    private const int BlockSize = 1 << 20;
    private const int DirectoryPermission = 0b111_001_001;
    private const int PrivatePermission = 0b110_000_000;
    private const int PublicPermission = 0b110_100_100;

    private readonly IFileSystem _fileSystem;

    public UploadCache(IFileSystem fileSystem) => _fileSystem = fileSystem;

    /// <summary>Brings a file to its place, unless it is there already, and says what the cluster says of it.</summary>
    /// <param name="upload">What, and where to.</param>
    /// <param name="progress">Gets the bytes of each piece sent; null: nobody looks.</param>
    /// <param name="cancellation">Stops the upload; the temporary file is removed.</param>
    public async Task<FileStatus> EnsureAsync(PlannedUpload upload, IProgress<long>? progress, CancellationToken cancellation)
    {
        var present = await _fileSystem.GetStatusAsync(upload.RemotePath, cancellation);
        if (present is null || present.Length != upload.File.Length)
        {
            await UploadAsync(upload, progress, cancellation);
            present = await _fileSystem.GetStatusAsync(upload.RemotePath, cancellation)
                ?? throw new IOException($"{upload.RemotePath} vanished right after its upload");
        }

        if (upload.IsPublic && (present.Permission & PublicPermission) != PublicPermission)
            await _fileSystem.SetPermissionAsync(upload.RemotePath, PublicPermission, cancellation);
        return present;
    }

    private async Task UploadAsync(PlannedUpload upload, IProgress<long>? progress, CancellationToken cancellation)
    {
        var directory = upload.RemotePath[..upload.RemotePath.LastIndexOf('/')];
        var temporary = $"{directory}/.{Guid.NewGuid():N}.tmp";
        await _fileSystem.CreateDirectoryAsync(directory, DirectoryPermission, cancellation);
        await using var source = Open(upload.File.Path);
        if (source.Length != upload.File.Length)
            throw new IOException($"{upload.File.Path} changed while it was being submitted; submit again");

        var creation = new FileCreation { Permission = upload.IsPublic ? PublicPermission : PrivatePermission };
        var buffer = new byte[(int)Math.Min(BlockSize, Math.Max(1, upload.File.Length))];
        await WholeFile.WriteAsync(_fileSystem, temporary, creation, CopyAsync, cancellation);
        try
        {
            // Somebody else may have brought the same contents meanwhile: what is there then has the right length and stays, because
            // replacing it would move its modification time under a running application.
            await _fileSystem.RenameAsync(temporary, upload.RemotePath, overwrite: false, cancellation);
        }
        catch (Exception)
        {
            if (!await IsThereInsteadAsync(upload, temporary))
                throw;
        }

        async Task CopyAsync(FileWriteStream target, CancellationToken token)
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            source.Position = 0;
            int read;
            while ((read = await source.ReadAsync(buffer, token)) > 0)
            {
                hash.AppendData(buffer, 0, read);
                await target.WriteAsync(buffer.AsMemory(0, read), token);
                progress?.Report(read);
            }

            // Under the name of other contents it would be taken for them by every later submission.
            if (Convert.ToHexStringLower(hash.GetHashAndReset()) != upload.File.Sha256)
                throw new IOException($"{upload.File.Path} changed while it was being submitted; submit again");
        }
    }

    private static FileStream Open(string path)
    {
        try
        {
            return RegularFile.Open(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{path} can not be read any more: {e.Message}", e);
        }
    }

    /// <summary>Removes the temporary file, and says whether somebody else has brought the contents.</summary>
    private async Task<bool> IsThereInsteadAsync(PlannedUpload upload, string temporary)
    {
        // The caller's token may be the reason for being here, so the clean-up has a time limit of its own.
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        try
        {
            await _fileSystem.DeleteAsync(temporary, recursive: false, limit.Token);
            var other = await _fileSystem.GetStatusAsync(upload.RemotePath, limit.Token);
            return other is not null && other.Length == upload.File.Length;
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // The first failure is the one to report.
            return false;
        }
    }
}
