namespace Skein.ApplicationMaster.Allocation;

/// <summary>How clients reach the application master, as the ResourceManager tells them.</summary>
/// <param name="Host">Host of the gRPC service.</param>
/// <param name="Port">Port of the gRPC service.</param>
/// <param name="TrackingUrl">Address of the web pages; empty: none.</param>
internal sealed record Registration(string Host, int Port, string TrackingUrl = "");
