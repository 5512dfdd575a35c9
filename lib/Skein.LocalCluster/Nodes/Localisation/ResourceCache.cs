using System.Globalization;
using Skein.Hadoop.FileSystems;
using Skein.Hadoop.Yarn.Protocol;

namespace Skein.LocalCluster.Nodes.Localisation;

/// <summary>
/// Localised resources in a directory, each brought once however many containers wait for it. Those that no container uses are kept up to
/// a bound, across restarts too, and the one used longest ago goes first.
/// </summary>
/// <remarks>
/// <code>
/// DIRECTORY/ADDRESS.BYTES/NAME   a resource that is complete
/// DIRECTORY/ADDRESS.part/        one that is being brought, or removed
/// </code>
/// </remarks>
internal sealed class ResourceCache : IAsyncDisposable
{
    private const string Partial = ".part";

    private readonly Lock _gate = new();
    private readonly string _directory;
    private readonly long _capacity;
    private readonly ResourceFetcher _fetcher;
    private readonly SemaphoreSlim _downloads;
    private readonly CancellationTokenSource _closing = new();
    private readonly Dictionary<string, CachedResource> _entries = new(StringComparer.Ordinal);
    private readonly TimeProvider _time;
    private long _uses;

    /// <param name="directory">Made if it is missing.</param>
    /// <param name="mode">The directory's permissions.</param>
    /// <param name="capacity">Bytes that unused resources may take.</param>
    /// <param name="fetcher">Brings what is missing.</param>
    /// <param name="downloads">Bounds what is brought at once, here and elsewhere on the node.</param>
    /// <param name="time">Clock of the resources' last use.</param>
    /// <exception cref="IOException">The directory can not be made or read.</exception>
    public ResourceCache(
        string directory, UnixFileMode mode, long capacity, ResourceFetcher fetcher, SemaphoreSlim downloads, TimeProvider time)
    {
        _directory = directory;
        _capacity = capacity;
        _fetcher = fetcher;
        _downloads = downloads;
        _time = time;
        Directory.CreateDirectory(directory, mode);
        Load();
    }

    /// <summary>A resource's copy, brought first where it is missing.</summary>
    /// <param name="key">The resource.</param>
    /// <param name="cancellation">Ends the wait; what others wait for is brought nevertheless.</param>
    /// <exception cref="LocalisationException">It can not be brought.</exception>
    public async Task<ResourceLease> AcquireAsync(ResourceKey key, CancellationToken cancellation)
    {
        CachedResource entry;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closing.IsCancellationRequested, this);
            var address = key.Address;
            if (!_entries.TryGetValue(address, out entry!) || entry.IsMissing)
            {
                var missing = new CachedResource(address);
                missing.Download = Task.Run(() => BringAsync(missing, key), CancellationToken.None);
                _entries[address] = entry = missing;
            }

            entry.Users++;
        }

        try
        {
            await entry.Download.WaitAsync(cancellation);
            return new ResourceLease(Path.Combine(entry.Directory!, HadoopPath.Name(key.Path)), () => Release(entry));
        }
        catch
        {
            Release(entry);
            throw;
        }
    }

    /// <summary>Ends what is being brought.</summary>
    public async ValueTask DisposeAsync()
    {
        List<Task> running = [];
        lock (_gate)
        {
            _closing.Cancel();
            foreach (var entry in _entries.Values)
                running.Add(entry.Download);
        }

        foreach (var download in running)
            await download.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private void Load()
    {
        var complete = new List<(DateTime Used, CachedResource Entry)>();
        foreach (var found in new DirectoryInfo(_directory).EnumerateDirectories())
        {
            var dot = found.Name.IndexOf('.', StringComparison.Ordinal);
            if (dot > 0 && long.TryParse(found.Name.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var size))
                complete.Add((found.LastWriteTimeUtc, new CachedResource(found.Name[..dot]) { Directory = found.FullName, Size = size }));
            else
                DirectoryRemoval.TryRemove(found.FullName);
        }

        complete.Sort(static (a, b) => a.Used.CompareTo(b.Used));
        foreach (var (_, entry) in complete)
        {
            entry.LastUse = ++_uses;
            _entries[entry.Address] = entry;
        }
    }

    private async Task BringAsync(CachedResource entry, ResourceKey key)
    {
        var partial = Path.Combine(_directory, entry.Address + Partial);
        try
        {
            await _downloads.WaitAsync(_closing.Token);
            try
            {
                DirectoryRemoval.TryRemove(partial);
                var modes = key.Visibility == LocalResourceVisibilityProto.Public ? ResourceModes.Public : ResourceModes.Private;
                Directory.CreateDirectory(partial, modes.Directory);
                File.SetUnixFileMode(partial, modes.Directory);
                entry.Size = await _fetcher.FetchAsync(key, Path.Combine(partial, HadoopPath.Name(key.Path)), _closing.Token);
                var final = Path.Combine(_directory, string.Create(CultureInfo.InvariantCulture, $"{entry.Address}.{entry.Size}"));
                DirectoryRemoval.TryRemove(final);
                Directory.Move(partial, final);
                entry.Directory = final;
            }
            finally
            {
                _downloads.Release();
            }
        }
        catch (Exception e)
        {
            lock (_gate)
            {
                if (_entries.GetValueOrDefault(entry.Address) == entry)
                    _entries.Remove(entry.Address);
            }

            DirectoryRemoval.TryRemove(partial);
            if (e is IOException or UnauthorizedAccessException)
                throw new LocalisationException($"Failed to download resource {key.Url}: {e.Message}", e);
            throw;
        }
    }

    private void Release(CachedResource entry)
    {
        List<string> superfluous = [];
        lock (_gate)
        {
            entry.Users--;
            entry.LastUse = ++_uses;
            if (entry.Directory is not null)
                Touch(entry.Directory);
            while (FindSuperfluous() is { } oldest)
            {
                _entries.Remove(oldest.Address);
                var condemned = Path.Combine(_directory, $"{oldest.Address}.{Guid.NewGuid():N}{Partial}");
                if (TryMove(oldest.Directory!, condemned))
                    superfluous.Add(condemned);
            }
        }

        foreach (var directory in superfluous)
            DirectoryRemoval.TryRemove(directory);
    }

    // The unused resource that was used longest ago, if the unused ones take too much room.
    private CachedResource? FindSuperfluous()
    {
        CachedResource? oldest = null;
        long unused = 0;
        foreach (var entry in _entries.Values)
        {
            if (entry.Users > 0 || entry.Directory is null)
                continue;
            unused += entry.Size;
            if (oldest is null || entry.LastUse < oldest.LastUse)
                oldest = entry;
        }

        return unused > _capacity ? oldest : null;
    }

    private void Touch(string directory)
    {
        try
        {
            Directory.SetLastWriteTimeUtc(directory, _time.GetUtcNow().UtcDateTime);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Only the order of removal after a restart depends on it.
        }
    }

    private static bool TryMove(string source, string destination)
    {
        try
        {
            Directory.Move(source, destination);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
