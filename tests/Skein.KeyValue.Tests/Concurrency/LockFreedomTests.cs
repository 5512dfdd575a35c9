using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Skein.KeyValue.Tests.Concurrency;

public sealed class LockFreedomTests
{
    /// <summary>What nobody can wait for another thread in; tasks are waited for by followers only, and take no thread.</summary>
    private static readonly string[] Allowed =
        ["CancellationToken", "Interlocked", "IThreadPoolWorkItem", "Thread", "ThreadPool", "ThreadStart", "Volatile"];

    /// <summary>What starts the thread that notifies, and has it sleep.</summary>
    private static readonly string[] AllowedOfThreads = [".ctor", "set_IsBackground", "set_Name", "Sleep", "UnsafeStart"];

    [Fact]
    public void The_store_uses_no_type_that_locks()
    {
        // By what the compiled code refers to: collections that lock inside, and the statement `lock`, are found as well.
        using var image = OpenStore();
        var metadata = image.GetMetadataReader();
        var references = metadata.TypeReferences.Select(reference => NameOf(metadata, reference)).ToList();

        Assert.Contains(("System.Threading", "Interlocked"), references);
        Assert.DoesNotContain(references, static type => type.Namespace == "System.Collections.Concurrent");
        Assert.Empty(references.Where(static type => type.Namespace == "System.Threading").Select(static type => type.Name).Except(Allowed));
    }

    [Fact]
    public void The_store_waits_for_no_thread()
    {
        using var image = OpenStore();
        var metadata = image.GetMetadataReader();
        var used = metadata.MemberReferences
            .Select(metadata.GetMemberReference)
            .Where(member => member.Parent.Kind == HandleKind.TypeReference
                && NameOf(metadata, (TypeReferenceHandle)member.Parent) == ("System.Threading", "Thread"))
            .Select(member => metadata.GetString(member.Name));

        Assert.Equal(AllowedOfThreads.Order(), used.Order());
    }

    private static PEReader OpenStore() => new(File.OpenRead(typeof(KeyValueStore).Assembly.Location));

    private static (string Namespace, string Name) NameOf(MetadataReader metadata, TypeReferenceHandle handle)
    {
        var type = metadata.GetTypeReference(handle);
        return (metadata.GetString(type.Namespace), metadata.GetString(type.Name));
    }
}
