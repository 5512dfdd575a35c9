using Skein.Cli.Clusters;
using Skein.LocalCluster.Hosting;
using Skein.Submission;

namespace Skein.Cli.Driver;

/// <summary>The cluster of a driver: the configured one, else the embedded one of this machine, which is started when it is first needed.</summary>
internal sealed class DriverCluster(SkeinClientOptions options) : IDisposable
{
    // Held while the embedded cluster is looked for, so that it is started once.
    private readonly SemaphoreSlim _gate = new(1);
    private SkeinClientOptions? _found;
    private ClusterAddress? _embedded;

    /// <summary>The options of a client; other ones than before when another cluster took the place of the embedded one.</summary>
    /// <exception cref="IOException">The embedded cluster can not be started.</exception>
    public async Task<SkeinClientOptions> FindAsync(CancellationToken cancellation)
    {
        if (Volatile.Read(ref _found) is { } known && _embedded is null)
            return known;
        await _gate.WaitAsync(cancellation);
        try
        {
            if (_found is null && !EmbeddedCluster.IsMeant(options))
                return _found = options;
            // It ends when it is idle for long, and the driver does not.
            var directory = EmbeddedCluster.Directory(options.Environment);
            if (_found is null || ClusterAddress.FindRunning(directory) != _embedded)
            {
                var found = await EmbeddedCluster.UseAsync(options, cancellation);
                _embedded = ClusterAddress.FindRunning(directory);
                _found = found;
            }

            return _found;
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();
}
