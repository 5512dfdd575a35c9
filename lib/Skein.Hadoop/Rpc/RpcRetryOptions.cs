namespace Skein.Hadoop.Rpc;

/// <summary>When a failed call is tried again at the same server; for others see <see cref="RpcFailoverOptions"/>.</summary>
public sealed record RpcRetryOptions
{
    /// <summary>Never tries again.</summary>
    public static RpcRetryOptions None { get; } = new()
    {
        ConnectRetries = 0, RestartRetries = 0, LostRetries = 0, BusyPatience = TimeSpan.Zero,
    };

    /// <summary>Further attempts to reach a server that refuses connections. <c>ipc.client.connect.max.retries</c>, default 10.</summary>
    public int ConnectRetries { get; init; } = 10;

    /// <summary>
    /// Further attempts to reach a server that has answered this channel before: it is no wrong address, and is probably being
    /// restarted. The larger of this and <see cref="ConnectRetries"/> counts. Default 30, about half a minute.
    /// </summary>
    public int RestartRetries { get; init; } = 30;

    /// <summary>
    /// How often a call is sent again after its connection was lost. It keeps its number, so that servers with a retry cache answer
    /// it once only. Default 3.
    /// </summary>
    public int LostRetries { get; init; } = 3;

    /// <summary>How long to ask again a server that says it is not ready yet, or in safe mode. Default 60 s.</summary>
    public TimeSpan BusyPatience { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The first wait; each further one is twice as long, and all vary by half. Default 200 ms.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The longest wait before it varies. <c>ipc.client.connect.retry.interval</c>, default 1 s.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromSeconds(1);
}
