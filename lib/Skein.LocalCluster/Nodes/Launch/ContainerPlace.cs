using static System.IO.UnixFileMode;

namespace Skein.LocalCluster.Nodes.Launch;

/// <summary>A container's directories and files on its node.</summary>
internal sealed class ContainerPlace(NodeDirectories directories, string user, string applicationId, string containerId)
{
    // 0710, as YARN's.
    private const UnixFileMode DirectoryMode = UserRead | UserWrite | UserExecute | GroupExecute;

    public string ContainerId { get; } = containerId;

    public string User { get; } = user;

    public string UserDirectory { get; } = directories.OfUser(user);

    public string ApplicationDirectory { get; } = directories.OfApplication(user, applicationId);

    public string WorkingDirectory { get; } = directories.OfContainer(user, applicationId, containerId);

    public string LogDirectory { get; } = directories.LogsOfContainer(applicationId, containerId);

    /// <summary>Its credentials.</summary>
    public string TokenFile => Path.Combine(WorkingDirectory, "container_tokens");

    /// <summary>Makes what a container begins with.</summary>
    /// <param name="tokens">Its credentials, as a file of format 0.</param>
    /// <param name="script">Starts it.</param>
    /// <param name="cancellation">Ends the work half-way.</param>
    /// <exception cref="IOException">It can not be written.</exception>
    public async Task PrepareAsync(byte[] tokens, string script, CancellationToken cancellation)
    {
        Directory.CreateDirectory(LogDirectory, DirectoryMode);
        Directory.CreateDirectory(WorkingDirectory, DirectoryMode);
        Directory.CreateDirectory(Path.Combine(WorkingDirectory, "tmp"), DirectoryMode);
        await WriteAsync(TokenFile, tokens, UserRead | UserWrite, cancellation);
        await WriteAsync(
            Path.Combine(WorkingDirectory, ContainerScript.FileName),
            System.Text.Encoding.UTF8.GetBytes(script),
            UserRead | UserWrite | UserExecute,
            cancellation);
    }

    /// <summary>Removes the working directory; what can not be removed goes with its application. The logs stay.</summary>
    public void Clean() => DirectoryRemoval.TryRemove(WorkingDirectory);

    private static async Task WriteAsync(string path, byte[] content, UnixFileMode mode, CancellationToken cancellation)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 0, UnixCreateMode = mode,
        };
        await using var file = new FileStream(path, options);
        await file.WriteAsync(content, cancellation);
    }
}
