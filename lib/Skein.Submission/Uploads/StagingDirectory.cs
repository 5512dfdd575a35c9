using Google.Protobuf;
using Skein.Contract;
using Skein.Hadoop.FileSystems;
using Skein.Submission.Planning;

namespace Skein.Submission.Uploads;

/// <summary>The directory of one application on the cluster, until the application master removes it.</summary>
public sealed class StagingDirectory
{
    private const int DirectoryPermission = 0b111_000_000;
    private const int FilePermission = 0b110_000_000;

    private readonly IFileSystem _fileSystem;
    private readonly string _path;

    public StagingDirectory(IFileSystem fileSystem, string path)
    {
        _fileSystem = fileSystem;
        _path = path;
    }

    /// <summary>Makes the directory, readable by its owner only.</summary>
    public Task CreateAsync(CancellationToken cancellation) =>
        _fileSystem.CreateDirectoryAsync(_path, DirectoryPermission, cancellation);

    /// <summary>Writes a small file and says what the cluster says of it.</summary>
    public async Task<FileStatus> WriteAsync(StagedFile file, CancellationToken cancellation)
    {
        var path = $"{_path}/{file.Name}";
        await WholeFile.WriteAsync(
            _fileSystem,
            path,
            new FileCreation { Permission = FilePermission },
            (target, token) => target.WriteAsync(file.Content, token).AsTask(),
            cancellation);
        return await _fileSystem.GetStatusAsync(path, cancellation) ?? throw new IOException($"{path} vanished right after it was written");
    }

    /// <summary>Writes the specification as the application master reads it.</summary>
    public Task<FileStatus> WriteSpecificationAsync(Protocol.ApplicationSpec specification, CancellationToken cancellation) =>
        WriteAsync(new StagedFile(SkeinFiles.Specification, specification.ToByteArray()), cancellation);

    /// <summary>Removes everything; false if nothing was there.</summary>
    public Task<bool> DeleteAsync(CancellationToken cancellation) => _fileSystem.DeleteAsync(_path, recursive: true, cancellation);
}
