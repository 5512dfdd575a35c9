using Skein.Grpc;
using Skein.KeyValue.Operations;

namespace Skein.ApplicationMaster.KeyValue;

/// <summary>The status of a refused put. Clients turn both codes into their error for wrong values, with the detail as its text.</summary>
internal static class RefusalStatus
{
    public static GrpcException Of(Refusal refusal) => refusal.Reason switch
    {
        RefusalReason.ChangesNothing => Invalid("ignore_value & ignore_owner can't both be True: nothing would change"),
        RefusalReason.KeyNotSet => new(GrpcStatusCode.FailedPrecondition, "ignore_value=True & key isn't already set"),
        RefusalReason.UnknownService => Invalid($"Unknown service '{refusal.Put.Owner!.Value.Service}'"),
        RefusalReason.NoSuchInstance => Invalid(
            $"Service '{refusal.Put.Owner!.Value.Service}' has no container instance {refusal.Put.Owner.Value.Instance}"),
        RefusalReason.OwnerCompleted => Invalid($"Container '{refusal.Put.Owner}' has already completed"),
        _ => throw new InvalidOperationException($"{refusal.Reason} has no status."),
    };

    private static GrpcException Invalid(string detail) => new(GrpcStatusCode.InvalidArgument, detail);
}
