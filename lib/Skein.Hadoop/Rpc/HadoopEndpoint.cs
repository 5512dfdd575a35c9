namespace Skein.Hadoop.Rpc;

/// <summary>Where a Hadoop server listens.</summary>
/// <param name="Host">Name or numeric address.</param>
/// <param name="Port">TCP port.</param>
/// <param name="Setting">The configuration key the address came from, named in errors; null if it came from a peer.</param>
public sealed record HadoopEndpoint(string Host, int Port, string? Setting = null)
{
    /// <summary><c>host:port</c>.</summary>
    public override string ToString() => $"{Host}:{Port}";
}
