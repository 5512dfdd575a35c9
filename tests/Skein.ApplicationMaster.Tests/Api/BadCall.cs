using Google.Protobuf;
using Skein.Grpc;

namespace Skein.ApplicationMaster.Tests.Api;

/// <summary>A request that makes no sense, and what its sender is told.</summary>
/// <param name="Procedure">Name of the procedure.</param>
/// <param name="Description">What is wrong with it.</param>
/// <param name="Status">Code of the answer.</param>
/// <param name="Detail">Text of the answer.</param>
/// <param name="CallAsync">Makes the call.</param>
internal sealed record BadCall(
    string Procedure, string Description, GrpcStatusCode Status, string Detail, Func<GrpcChannel, CancellationToken, Task> CallAsync)
{
    public static BadCall Of<TRequest, TResponse>(
        GrpcMethod<TRequest, TResponse> method, string description, TRequest request, GrpcStatusCode status, string detail)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse> => new(
            method.Name,
            description,
            status,
            detail,
            (channel, cancellation) => channel.CallAsync(method, request, TimeSpan.FromSeconds(30), cancellation));

    public override string ToString() => $"{Procedure}: {Description}";
}
