using Google.Protobuf;
using Skein.Grpc;
using Skein.Protocol;
using static Skein.Grpc.GrpcStatusCode;

namespace Skein.ApplicationMaster.Tests.Api;

/// <summary>
/// Bad requests to every procedure that reads something of its request, on an application with one service <c>a</c> of one container.
/// </summary>
internal static class BadCalls
{
    private static readonly ContainerInstance Nobody = new() { ServiceName = "nobody" };
    private static readonly ContainerInstance Seventh = new() { ServiceName = "a", Instance = 7 };
    private static readonly ContainerInstance BeforeTheFirst = new() { ServiceName = "a", Instance = -1 };

    public static IReadOnlyList<BadCall> All { get; } =
    [
        BadCall.Of(ApplicationMasterMethods.GetContainers, "unknown service", new ContainersRequest { Services = { "a", "nobody" } }, InvalidArgument, "Unknown service 'nobody'"),
        BadCall.Of(ApplicationMasterMethods.GetContainers, "service without a name", new ContainersRequest { Services = { "" } }, InvalidArgument, "Unknown service ''"),

        BadCall.Of(ApplicationMasterMethods.KillContainer, "nothing", new ContainerInstance(), InvalidArgument, "Unknown service ''"),
        BadCall.Of(ApplicationMasterMethods.KillContainer, "unknown service", Nobody, InvalidArgument, "Unknown service 'nobody'"),
        BadCall.Of(ApplicationMasterMethods.KillContainer, "unknown container", Seventh, InvalidArgument, "Service 'a' has no container instance 7"),
        BadCall.Of(ApplicationMasterMethods.KillContainer, "negative container", BeforeTheFirst, InvalidArgument, "Service 'a' has no container instance -1"),

        BadCall.Of(ApplicationMasterMethods.Scale, "nothing", new ScaleRequest(), InvalidArgument, "Unknown service ''"),
        BadCall.Of(ApplicationMasterMethods.Scale, "unknown service", new ScaleRequest { ServiceName = "nobody", Count = 1 }, InvalidArgument, "Unknown service 'nobody'"),
        BadCall.Of(ApplicationMasterMethods.Scale, "count and delta", new ScaleRequest { ServiceName = "a", Count = 1, Delta = 1 }, InvalidArgument, "Only one of 'count' and 'delta' may be given"),
        BadCall.Of(ApplicationMasterMethods.Scale, "negative count", new ScaleRequest { ServiceName = "a", Count = -1 }, InvalidArgument, "'count' must be at least 0, got -1"),
        BadCall.Of(ApplicationMasterMethods.Scale, "far too many", new ScaleRequest { ServiceName = "a", Count = int.MaxValue }, InvalidArgument, "A service can have at most 20000 containers, asked for 2147483647"),
        BadCall.Of(ApplicationMasterMethods.Scale, "a sum that overflows", new ScaleRequest { ServiceName = "a", Delta = int.MaxValue }, InvalidArgument, "A service can have at most 20000 containers, asked for 2147483648"),

        BadCall.Of(ApplicationMasterMethods.AddContainer, "nothing", new AddContainerRequest(), InvalidArgument, "Unknown service ''"),
        BadCall.Of(ApplicationMasterMethods.AddContainer, "unknown service", new AddContainerRequest { ServiceName = "nobody" }, InvalidArgument, "Unknown service 'nobody'"),
        BadCall.Of(ApplicationMasterMethods.AddContainer, "variable without a name", new AddContainerRequest { ServiceName = "a", Env = { [""] = "x" } }, InvalidArgument, "'' is no name of an environment variable"),
        BadCall.Of(ApplicationMasterMethods.AddContainer, "variable that is a command", new AddContainerRequest { ServiceName = "a", Env = { ["x;rm -r"] = "" } }, InvalidArgument, "'x;rm -r' is no name of an environment variable"),

        BadCall.Of(ApplicationMasterMethods.AddProxy, "nothing", new Proxy(), InvalidArgument, "Page route '' must be one part of a path: not empty, and without '/'"),
        BadCall.Of(ApplicationMasterMethods.AddProxy, "file", new Proxy { Route = "a", Target = "file:///etc/passwd" }, InvalidArgument, "Page target 'file:///etc/passwd' must be a URL such as http://host:port/path"),
        BadCall.Of(ApplicationMasterMethods.RemoveProxy, "unknown page", new RemoveProxyRequest { Route = "a" }, FailedPrecondition, "There is no page with route 'a'"),

        BadCall.Of(ApplicationMasterMethods.SetProgress, "negative", new SetProgressRequest { Progress = -0.5f }, InvalidArgument, "Progress must be in 0..1, got -0.5"),
        BadCall.Of(ApplicationMasterMethods.SetProgress, "too much", new SetProgressRequest { Progress = 1.5f }, InvalidArgument, "Progress must be in 0..1, got 1.5"),
        BadCall.Of(ApplicationMasterMethods.SetProgress, "no number", new SetProgressRequest { Progress = float.NaN }, InvalidArgument, "Progress must be in 0..1, got NaN"),
        BadCall.Of(ApplicationMasterMethods.SetProgress, "without end", new SetProgressRequest { Progress = float.PositiveInfinity }, InvalidArgument, "Progress must be in 0..1, got Infinity"),

        BadCall.Of(ApplicationMasterMethods.PutKey, "nothing to change", new PutKeyRequest { Key = "k", IgnoreValue = true, IgnoreOwner = true }, InvalidArgument, "ignore_value & ignore_owner can't both be True: nothing would change"),
        BadCall.Of(ApplicationMasterMethods.PutKey, "owner of a missing key", new PutKeyRequest { Key = "k", IgnoreValue = true }, FailedPrecondition, "ignore_value=True & key isn't already set"),
        BadCall.Of(ApplicationMasterMethods.PutKey, "unknown service", Owned(Nobody), InvalidArgument, "Unknown service 'nobody'"),
        BadCall.Of(ApplicationMasterMethods.PutKey, "unknown container", Owned(Seventh), InvalidArgument, "Service 'a' has no container instance 7"),
        BadCall.Of(ApplicationMasterMethods.PutKey, "negative container", Owned(BeforeTheFirst), InvalidArgument, "Service 'a' has no container instance -1"),

        BadCall.Of(ApplicationMasterMethods.Transaction, "operation of no kind", new TransactionRequest { OnSuccess = { new OpRequest() } }, InvalidArgument, "An operation of the transaction is neither get_range, put_key nor delete_range"),
        BadCall.Of(ApplicationMasterMethods.Transaction, "bad operation of the other branch", new TransactionRequest { OnFailure = { new OpRequest() } }, InvalidArgument, "An operation of the transaction is neither get_range, put_key nor delete_range"),
        BadCall.Of(ApplicationMasterMethods.Transaction, "unknown operator", new TransactionRequest { Condition = { new Condition { Key = "k", Operator = (Condition.Types.Operator)9 } } }, InvalidArgument, "A condition's operator is not known: 9"),
        BadCall.Of(ApplicationMasterMethods.Transaction, "unknown field", new TransactionRequest { Condition = { new Condition { Key = "k", Field = (Condition.Types.Field)9 } } }, InvalidArgument, "A condition on 'k' compares a field that is not known: 9"),
        BadCall.Of(ApplicationMasterMethods.Transaction, "refused put", new TransactionRequest { OnSuccess = { new OpRequest { PutKey = Owned(Nobody) } } }, InvalidArgument, "Unknown service 'nobody'"),

        Watch("request of no kind", new WatchRequest(), InvalidArgument, "A request of the watch stream is neither create nor cancel"),
    ];

    private static PutKeyRequest Owned(ContainerInstance owner) => new() { Key = "k", Value = ByteString.CopyFromUtf8("x"), Owner = owner };

    private static BadCall Watch(string description, WatchRequest request, GrpcStatusCode status, string detail) => new(
        ApplicationMasterMethods.Watch.Name,
        description,
        status,
        detail,
        async (channel, cancellation) =>
        {
            await using var call = channel.OpenDuplex(ApplicationMasterMethods.Watch, cancellation);
            await call.WriteAsync(request, cancellation);
            await foreach (var response in call.ReadAllAsync(cancellation))
                Assert.Fail("A bad watch was answered: " + response);
        });
}
