using Skein.Hadoop.Security;

namespace Skein.Hadoop.Rpc;

/// <summary>How connections and calls behave. The defaults are Hadoop's.</summary>
public sealed record RpcOptions
{
    /// <summary>How long one address may take to accept a connection. <c>ipc.client.connect.timeout</c>, default 20 s.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long one call, or one login, waits for its answer. <c>ipc.client.rpc-timeout.ms</c>, default 120 s.</summary>
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>
    /// After how much silence, while calls are outstanding, a ping is sent. Servers never answer it: it only finds out that a
    /// connection is gone. <c>ipc.ping.interval</c>, default 60 s.
    /// </summary>
    public TimeSpan PingInterval { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>A connection without calls closes after one to two of these. <c>ipc.client.connection.maxidletime</c>, default 10 s.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Largest answer in bytes; a larger one ends the connection. <c>ipc.maximum.response.length</c>, default 128 MiB.</summary>
    public int MaxResponseLength { get; init; } = 128 << 20;

    /// <summary>Largest request in bytes; servers drop the connection on a larger one. <c>ipc.maximum.data.length</c>, default 128 MiB.</summary>
    public int MaxRequestLength { get; init; } = 128 << 20;

    /// <summary>Accepted protection of connections that log in, the preferred first. <c>hadoop.rpc.protection</c>, default: any.</summary>
    public IReadOnlyList<QualityOfProtection> Protection { get; init; } =
        [QualityOfProtection.Authentication, QualityOfProtection.Integrity, QualityOfProtection.Privacy];

    /// <summary>
    /// Whether a server that offers no login may be believed when a login was wanted. A client of a Kerberos cluster says no, unless
    /// <c>ipc.client.fallback-to-simple-auth-allowed</c>. Default yes.
    /// </summary>
    public bool AllowSimpleFallback { get; init; } = true;

    /// <summary>
    /// On a cluster with Kerberos, who the servers of each protocol have to be, by the protocol's full Java name. Null: no login is needed
    /// where no token is at hand. Default null.
    /// </summary>
    public IReadOnlyDictionary<string, ServerPrincipal>? ServerPrincipals { get; init; }

    /// <summary>What happens to a call that failed.</summary>
    public RpcRetryOptions Retry { get; init; } = new();
}
