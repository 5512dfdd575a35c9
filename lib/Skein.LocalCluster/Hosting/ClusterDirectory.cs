namespace Skein.LocalCluster.Hosting;

/// <summary>Where one user's embedded cluster lives. Everything beneath is this user's alone: directories 0700, secrets 0600.</summary>
/// <param name="root">An absolute path.</param>
public sealed class ClusterDirectory(string root)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode Secret = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>The directory itself.</summary>
    public string Root { get; } = root;

    /// <summary>Site files by which every Hadoop client finds the cluster.</summary>
    public string Configuration => Path.Combine(Root, "conf");

    /// <summary>The token that opens the cluster, as a Hadoop token file.</summary>
    public string Credentials => Path.Combine(Root, "credentials");

    /// <summary>The token of a guest, see <see cref="LocalClusterOptions.Guests"/>.</summary>
    public string CredentialsOf(string guest) => $"{Credentials}-{guest}";

    /// <summary>Held by the process that is the cluster, for as long as it lives.</summary>
    public string Lock => Path.Combine(Root, "lock");

    /// <summary>What the running cluster says of itself, see <see cref="ClusterAddress"/>.</summary>
    public string Address => Path.Combine(Root, "address");

    /// <summary>The log of the cluster's process.</summary>
    public string Log => Path.Combine(Root, "cluster.log");

    /// <summary>Users' home directories on the cluster's file system, beneath which applications are staged.</summary>
    public string Homes => Path.Combine(Root, "user");

    /// <summary>Where the node works.</summary>
    public string Node => Path.Combine(Root, "node");

    /// <summary>Hosts whose nodes are out of the cluster, see <see cref="ExcludedHosts"/>.</summary>
    public string Excluded => Path.Combine(Root, "excluded-hosts");

    /// <summary>Logs of applications that have ended, in YARN's layout.</summary>
    public string Logs => Path.Combine(Root, "logs");

    /// <summary>What is remembered of applications.</summary>
    public string History => Path.Combine(Root, "applications");

    /// <summary>Makes the directories.</summary>
    /// <exception cref="IOException">The place can not be written to, or is somebody else's; the message names it.</exception>
    public void Create(string user)
    {
        try
        {
            foreach (var directory in (string[])[Root, Configuration, Homes, Path.Combine(Homes, user), Node, Logs, History])
                Directory.CreateDirectory(directory, OwnerOnly);
            // One that was there may have been opened to others since.
            File.SetUnixFileMode(Root, OwnerOnly);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException(
                $"{Root} can not be written to, where the embedded cluster keeps its state ({e.Message}); make room there, or set SKEIN_CONFIG to another place", e);
        }
    }

    /// <summary>Replaces a file as a whole; only its owner can read it, from its first byte on.</summary>
    public static void Write(string path, ReadOnlySpan<byte> contents)
    {
        var part = path + ".part";
        File.Delete(part);
        using (var stream = new FileStream(part, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = Secret }))
            stream.Write(contents);
        File.Move(part, path, overwrite: true);
    }
}
