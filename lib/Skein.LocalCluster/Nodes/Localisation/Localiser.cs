using Skein.Hadoop.Yarn.Protocol;

namespace Skein.LocalCluster.Nodes.Localisation;

/// <summary>Brings all resources of a container, each into the cache that its visibility names.</summary>
internal sealed class Localiser(NodeDirectories directories, LocalNodeOptions options, TimeProvider time) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly ResourceFetcher _fetcher = new(options.FileSystems, time);
    private readonly SemaphoreSlim _downloads = new(options.Downloads);
    private readonly Dictionary<string, ResourceCache> _shared = new(StringComparer.Ordinal);

    /// <summary>A cache for one application, whose owner disposes of it when nothing of the application runs.</summary>
    /// <exception cref="IOException">Its directory can not be made.</exception>
    public ResourceCache OpenApplicationCache(string user, string applicationId) =>
        Open(directories.CacheOfApplication(user, applicationId), ResourceModes.Private.Directory, long.MaxValue);

    /// <summary>
    /// Brings a container's resources. The same file asked for under two names is linked once, under the last of them, as YARN does.
    /// </summary>
    /// <param name="user">Whom the container belongs to.</param>
    /// <param name="context">What it is launched with.</param>
    /// <param name="applicationCache">Its application's cache.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The resources; their leases are the caller's to give back.</returns>
    /// <exception cref="LocalisationException">A resource can not be brought, or may not have its name.</exception>
    public async Task<IReadOnlyList<LocalisedResource>> LocaliseAsync(
        string user, ContainerLaunchContextProto context, ResourceCache applicationCache, CancellationToken cancellation)
    {
        var links = new Dictionary<ResourceKey, string>();
        foreach (var resource in context.LocalResources)
        {
            ResourceLinks.Verify(resource.Key);
            links[ResourceKey.From(resource.Key, resource.Value)] = resource.Key;
        }

        var pending = new List<(string Link, Task<ResourceLease> Lease)>(links.Count);
        try
        {
            foreach (var (key, link) in links)
                pending.Add((link, CacheOf(user, key, applicationCache).AcquireAsync(key, cancellation)));
            var resources = new List<LocalisedResource>(pending.Count);
            foreach (var (link, lease) in pending)
                resources.Add(new LocalisedResource(link, await lease));
            return resources;
        }
        catch (Exception e)
        {
            foreach (var (_, lease) in pending)
            {
                await ((Task)lease).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (lease.IsCompletedSuccessfully)
                    lease.Result.Dispose();
            }

            if (e is IOException or UnauthorizedAccessException)
                throw new LocalisationException($"A cache of resources can not be used: {e.Message}", e);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var cache in _shared.Values)
            await cache.DisposeAsync();
        _downloads.Dispose();
    }

    private ResourceCache CacheOf(string user, ResourceKey key, ResourceCache applicationCache) => key.Visibility switch
    {
        LocalResourceVisibilityProto.Public => Shared(directories.PublicCache, ResourceModes.Public.Directory),
        LocalResourceVisibilityProto.Private => Shared(directories.PrivateCache(user), ResourceModes.Private.Directory),
        _ => applicationCache,
    };

    private ResourceCache Shared(string directory, UnixFileMode mode)
    {
        lock (_gate)
        {
            if (!_shared.TryGetValue(directory, out var cache))
                _shared[directory] = cache = Open(directory, mode, options.CacheSize);
            return cache;
        }
    }

    private ResourceCache Open(string directory, UnixFileMode mode, long capacity) =>
        new(directory, mode, capacity, _fetcher, _downloads, time);
}
