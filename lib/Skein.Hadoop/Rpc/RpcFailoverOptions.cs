namespace Skein.Hadoop.Rpc;

/// <summary>How a call goes on among servers that stand in for each other. The defaults are those of Hadoop's clients of HDFS.</summary>
public sealed record RpcFailoverOptions
{
    /// <summary>How often to go on to the next server. Default 15.</summary>
    public int Attempts { get; init; } = 15;

    /// <summary>
    /// The first wait, which comes when every server has been tried once; each further one is twice as long, and all vary by half.
    /// Default 500 ms.
    /// </summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest wait before it varies. Default 15 s.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Whether clients begin with any of the servers, which spreads them, instead of with the first. Default false.</summary>
    public bool RandomOrder { get; init; }
}
