using System.Collections.Concurrent;
using Skein.ApplicationMaster.KeyValue;
using Skein.KeyValue;

namespace Skein.ApplicationMaster.Tests.KeyValue;

/// <summary>An application whose only service is <c>worker</c>, with containers 0 to 2.</summary>
internal sealed class FakeContainers : IContainerDirectory
{
    private readonly ConcurrentDictionary<int, bool> _completed = new();

    public OwnerState Find(string service, int instance)
    {
        if (service != "worker")
            return OwnerState.UnknownService;
        if (instance is < 0 or > 2)
            return OwnerState.NoSuchInstance;
        return _completed.ContainsKey(instance) ? OwnerState.Completed : OwnerState.Alive;
    }

    public void Complete(int instance) => _completed[instance] = true;
}
