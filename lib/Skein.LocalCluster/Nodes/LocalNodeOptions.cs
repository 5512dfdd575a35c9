using Skein.Hadoop.FileSystems;

namespace Skein.LocalCluster.Nodes;

/// <summary>How a <see cref="LocalNode"/> treats containers.</summary>
public sealed record LocalNodeOptions
{
    /// <summary>What a container has between SIGTERM and SIGKILL. Default 250 ms, as YARN's.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How often memory is measured. Default 1 s.</summary>
    public TimeSpan MemoryPeriod { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Bytes that unused private resources of a user may take, and unused public ones. Default 10 GiB, as YARN's.</summary>
    public long CacheSize { get; init; } = 10L << 30;

    /// <summary>Resources that are brought at the same time. Default 4, as YARN's.</summary>
    public int Downloads { get; init; } = 4;

    /// <summary>HOME of containers. Default <c>/home/</c>, as YARN's.</summary>
    public string HomeDirectory { get; init; } = "/home/";

    /// <summary>
    /// The variables of the cluster's own process that containers get where their launch does not set them, by name. Default: those
    /// of YARN's white list.
    /// </summary>
    public IReadOnlyDictionary<string, string> InheritedVariables { get; init; } = Launch.InheritedEnvironment.OfThisProcess();

    /// <summary>Where resources come from, by the scheme of their URLs. Default: the machine's own files, as <c>file</c>.</summary>
    public IReadOnlyDictionary<string, IFileSystem> FileSystems { get; init; } =
        new Dictionary<string, IFileSystem>(StringComparer.Ordinal) { ["file"] = new LocalFileSystem() };
}
