using Google.Protobuf;
using Skein.Hadoop.Security.Protocol;
using Skein.Hadoop.Yarn.Protocol;
using Skein.Protocol;

namespace Skein.ApplicationMaster.Tests.Support;

/// <summary>Messages as YARN sends them.</summary>
internal static class YarnMessages
{
    public static readonly ApplicationAttemptIdProto Attempt = new()
    {
        ApplicationId = new ApplicationIdProto { ClusterTimestamp = 1700000000000, Id = 7 },
        AttemptId = 1,
    };

    public static readonly NodeIdProto Node = new() { Host = "node1", Port = 8041 };

    public static ContainerIdProto ContainerId(int number) => new() { AppAttemptId = Attempt, Id = number };

    public static TokenProto Token(string kind, string text) => new()
    {
        Identifier = ByteString.CopyFromUtf8(text), Password = ByteString.CopyFromUtf8("p" + text), Kind = kind, Service = "10.0.0.1:8041",
    };

    public static ContainerProto Allocated(int number, long requestId, int memory = 512) => new()
    {
        Id = ContainerId(number),
        NodeId = Node,
        NodeHttpAddress = "node1:8042",
        Resource = new ResourceProto { Memory = memory, VirtualCores = 1 },
        Priority = new PriorityProto { Priority = (int)requestId },
        ContainerToken = Token("ContainerToken", "c"),
        AllocationRequestId = requestId,
    };

    public static ContainerStatusProto Status(int number, int exitStatus, string diagnostics = "") => new()
    {
        ContainerId = ContainerId(number), State = ContainerStateProto.CComplete, ExitStatus = exitStatus, Diagnostics = diagnostics,
    };

    public static Service Service(
        int instances = 1, int maxRestarts = 0, bool allowFailures = false, string[]? depends = null, int memory = 512) => new()
    {
        Instances = instances,
        MaxRestarts = maxRestarts,
        AllowFailures = allowFailures,
        Depends = { depends ?? [] },
        Resources = new Resources { Memory = memory, Vcores = 1 },
        Script = "bash .skein.sh",
    };

    public static ApplicationSpec ApplicationOf(params (string Name, Service Service)[] services)
    {
        var specification = new ApplicationSpec { Name = "test", Master = new Master() };
        foreach (var (name, service) in services)
            specification.Services.Add(name, service);
        return specification;
    }
}
