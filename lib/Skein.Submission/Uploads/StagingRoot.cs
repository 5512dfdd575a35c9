using Skein.Contract;
using Skein.Hadoop.FileSystems;

namespace Skein.Submission.Uploads;

/// <summary>The directory below a user's home that holds the uploads and every application's own directory.</summary>
internal sealed class StagingRoot(IFileSystem fileSystem)
{
    private const int OthersMayTraverse = 0b000_000_001;
    private const int Permission = 0b111_001_001;

    private readonly string _path = $"{fileSystem.HomeDirectory.TrimEnd('/')}/{SkeinFiles.StagingDirectory}";
    private bool _exists;

    /// <summary>Whether other users can reach what lies below, as YARN demands of files with visibility PUBLIC.</summary>
    public async Task<bool> IsTraversableAsync(CancellationToken cancellation)
    {
        var home = fileSystem.GetStatusAsync(fileSystem.HomeDirectory, cancellation);
        var root = await fileSystem.GetStatusAsync(_path, cancellation);
        _exists = root is not null;
        return AllowsOthers(await home) && AllowsOthers(root);
    }

    /// <summary>
    /// Makes the directory, open to passing through: made along with an application's private directory it would get that one's permission.
    /// </summary>
    public Task CreateAsync(CancellationToken cancellation) =>
        _exists ? Task.CompletedTask : fileSystem.CreateDirectoryAsync(_path, Permission, cancellation);

    private static bool AllowsOthers(FileStatus? directory) => directory is null || (directory.Permission & OthersMayTraverse) != 0;
}
