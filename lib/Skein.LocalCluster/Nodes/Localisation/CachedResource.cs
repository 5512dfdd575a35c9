namespace Skein.LocalCluster.Nodes.Localisation;

/// <summary>A resource in a cache. Changed under the cache's lock only.</summary>
internal sealed class CachedResource(string address)
{
    /// <summary>Its key as a file name.</summary>
    public string Address { get; } = address;

    /// <summary>Completes when it has been brought, or could not be.</summary>
    public Task Download { get; set; } = Task.CompletedTask;

    /// <summary>Where it is; null while it is being brought.</summary>
    public string? Directory { get; set; }

    /// <summary>Bytes it takes.</summary>
    public long Size { get; set; }

    /// <summary>Containers that use it or wait for it.</summary>
    public int Users { get; set; }

    /// <summary>The cache's count when it was last given back.</summary>
    public long LastUse { get; set; }

    /// <summary>Whether somebody has taken it away behind the cache's back.</summary>
    public bool IsMissing => Directory is not null && !System.IO.Directory.Exists(Directory);
}
