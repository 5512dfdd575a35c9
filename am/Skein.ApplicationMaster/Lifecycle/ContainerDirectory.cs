using System.Collections.Concurrent;
using Skein.ApplicationMaster.KeyValue;
using Skein.KeyValue;

namespace Skein.ApplicationMaster.Lifecycle;

/// <summary>Which containers there are and which have ended, for readers on any thread. The application loop alone writes.</summary>
internal sealed class ContainerDirectory : IContainerDirectory
{
    private readonly Dictionary<string, Entry> _services;

    public ContainerDirectory(IEnumerable<string> services) =>
        _services = services.ToDictionary(static name => name, static _ => new Entry(), StringComparer.Ordinal);

    public OwnerState Find(string service, int instance)
    {
        if (!_services.TryGetValue(service, out var entry))
            return OwnerState.UnknownService;
        // A number is given after its container is noted as alive: one that was given before and is not alive now has ended.
        var given = instance >= 0 && instance < Volatile.Read(ref entry.Next);
        if (entry.Active.ContainsKey(instance))
            return OwnerState.Alive;
        return given ? OwnerState.Completed : OwnerState.NoSuchInstance;
    }

    /// <summary>Notes a container's new state.</summary>
    public void Update(string service, int instance, bool active)
    {
        var entry = _services[service];
        if (!active)
        {
            entry.Active.TryRemove(instance, out _);
            return;
        }

        entry.Active[instance] = true;
        if (instance >= entry.Next)
            Volatile.Write(ref entry.Next, instance + 1);
    }

    private sealed class Entry
    {
        public readonly ConcurrentDictionary<int, bool> Active = new();

        /// <summary>One more than the highest number given.</summary>
        public int Next;
    }
}
