using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Skein.KeyValue.Tests.Concurrency;

public sealed class LockFreedomTests
{
    /// <summary>What nobody can wait for another thread in; tasks are waited for by followers only, and take no thread. The timer is
    /// set by the thread that notifies, never by one that reads or writes.</summary>
    private static readonly string[] Allowed =
        ["CancellationToken", "Interlocked", "ITimer", "IThreadPoolWorkItem", "ThreadPool", "Timeout", "TimerCallback", "Volatile"];

    [Fact]
    public void The_store_uses_no_type_that_locks()
    {
        // By what the compiled code refers to: collections that lock inside, and the statement `lock`, are found as well.
        using var file = File.OpenRead(typeof(KeyValueStore).Assembly.Location);
        using var image = new PEReader(file);
        var metadata = image.GetMetadataReader();
        var references = metadata.TypeReferences
            .Select(metadata.GetTypeReference)
            .Select(type => (Namespace: metadata.GetString(type.Namespace), Name: metadata.GetString(type.Name)))
            .ToList();

        Assert.Contains(("System.Threading", "Interlocked"), references);
        Assert.DoesNotContain(references, static type => type.Namespace == "System.Collections.Concurrent");
        Assert.Empty(references.Where(static type => type.Namespace == "System.Threading").Select(static type => type.Name).Except(Allowed));
    }
}
