namespace Skein.Submission.Driver;

/// <summary>A client and who uses it; what changes is guarded by <see cref="ClusterClients"/>.</summary>
internal sealed class SharedClient(SkeinClient client, SkeinClientOptions options)
{
    public SkeinClient Client { get; } = client;

    /// <summary>What it was opened with.</summary>
    public SkeinClientOptions Options { get; } = options;

    /// <summary>Leases that are out.</summary>
    public int Users { get; set; }

    /// <summary>Number of its latest use.</summary>
    public long LastUse { get; set; }

    /// <summary>Whether the next user gets another one.</summary>
    public bool IsRetired { get; set; }
}
