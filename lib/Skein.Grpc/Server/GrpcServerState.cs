namespace Skein.Grpc;

/// <summary>What all calls of one server share.</summary>
/// <param name="MaxMessageSize">Largest message, in bytes.</param>
/// <param name="StopDetail">What clients are told once the server stops.</param>
/// <param name="TimeProvider">Clock of deadlines.</param>
/// <param name="Stopping">Fires when the server begins to stop.</param>
internal sealed record GrpcServerState(int MaxMessageSize, string StopDetail, TimeProvider TimeProvider, CancellationToken Stopping);
