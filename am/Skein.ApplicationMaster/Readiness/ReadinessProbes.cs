using System.Collections.Concurrent;
using Skein.ApplicationMaster.Lifecycle;
using Skein.KeyValue;

namespace Skein.ApplicationMaster.Readiness;

/// <summary>Finds out, in the background, when running containers become ready, and reports each as an event.</summary>
internal sealed class ReadinessProbes : IAsyncDisposable
{
    private readonly KeyWatch _keys;
    private readonly PortProbe _ports;
    private readonly Func<ApplicationEvent, CancellationToken, ValueTask> _post;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<(string Service, int Instance), (CancellationTokenSource Stop, Task Probing)> _probes = new();

    public ReadinessProbes(KeyValueStore store, Func<ApplicationEvent, CancellationToken, ValueTask> post, TimeProvider time)
    {
        _keys = new KeyWatch(store);
        _ports = new PortProbe(time);
        _post = post;
        _time = time;
    }

    /// <summary>Begins to look at a container.</summary>
    public void Start(ReadinessCheck check)
    {
        var stop = new CancellationTokenSource();
        var stopped = stop.Token;
        // Without a task of its own the first try would run on the application loop.
        _probes[(check.Service, check.Instance)] = (stop, Task.Run(() => ProbeAsync(check, stopped), CancellationToken.None));
    }

    /// <summary>Ends the look at a container: it is ready, or has ended.</summary>
    public void Stop(string service, int instance)
    {
        if (!_probes.TryRemove((service, instance), out var probe))
            return;
        probe.Stop.Cancel();
        probe.Stop.Dispose();
    }

    /// <summary>Gives up what is under way.</summary>
    public async ValueTask DisposeAsync()
    {
        Task[] probing = [.. _probes.Values.Select(static probe => probe.Probing)];
        foreach (var (service, instance) in _probes.Keys)
            Stop(service, instance);
        await Task.WhenAll(probing);
        _keys.Dispose();
        _ports.Dispose();
    }

    private async Task ProbeAsync(ReadinessCheck check, CancellationToken stop)
    {
        try
        {
            if (check.Rule.KeyOf(check.Instance) is { } key)
            {
                await _keys.WaitForAsync(key, stop);
            }
            else
            {
                while (!await _ports.TryAsync(check.Host, check.Rule, stop))
                    await Task.Delay(check.Rule.Period, _time, stop);
            }

            await _post(new ApplicationEvent.ContainerReady(check.Service, check.Instance), stop);
        }
        catch (OperationCanceledException)
        {
            // The container ended first, or the application ends.
        }
    }
}
