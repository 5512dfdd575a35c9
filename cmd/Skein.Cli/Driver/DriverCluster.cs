using Skein.Cli.Clusters;
using Skein.LocalCluster.Hosting;
using Skein.Submission;

namespace Skein.Cli.Driver;

/// <summary>The cluster of a driver: the configured one, else the embedded one of this machine, which is started when it is first needed.</summary>
internal sealed class DriverCluster(SkeinClientOptions options) : IDisposable
{
    // Held while the embedded cluster is looked for, so that it is started once.
    private readonly SemaphoreSlim _gate = new(1);
    private SkeinClientOptions? _configured;
    private SkeinClientOptions? _embedded;
    private ClusterAddress? _address;

    /// <summary>The options of a client; other ones than before when another cluster took the place of the embedded one.</summary>
    /// <exception cref="IOException">The embedded cluster can not be started.</exception>
    public async Task<SkeinClientOptions> FindAsync(CancellationToken cancellation)
    {
        if (Volatile.Read(ref _configured) is { } configured)
            return configured;
        await _gate.WaitAsync(cancellation);
        try
        {
            if (_embedded is null && !EmbeddedCluster.IsMeant(options))
            {
                Volatile.Write(ref _configured, options);
                return options;
            }

            // It ends when it is idle for long, and the driver does not.
            var directory = EmbeddedCluster.Directory(options.Environment);
            if (_embedded is null || _address is null || ClusterAddress.FindRunning(directory) != _address)
            {
                _embedded = await EmbeddedCluster.UseAsync(options, cancellation);
                _address = ClusterAddress.FindRunning(directory);
            }

            return _embedded;
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();
}
