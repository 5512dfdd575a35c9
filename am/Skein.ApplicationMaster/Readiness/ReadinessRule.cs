namespace Skein.ApplicationMaster.Readiness;

/// <summary>What shows that a container is ready: one of a key, a TCP port and an HTTP port.</summary>
internal sealed record ReadinessRule
{
    private const string InstancePlaceholder = "{instance}";

    /// <summary>A key that exists in the key-value store, with a placeholder for the container's number; null: none is looked for.</summary>
    public string? Key { get; init; }

    /// <summary>A port of the container's node that takes connections; null: none is tried.</summary>
    public int? TcpPort { get; init; }

    /// <summary>A port of the container's node where a GET of <see cref="HttpPath"/> answers 200 to 299; null: none is asked.</summary>
    public int? HttpPort { get; init; }

    /// <summary>Default <c>/</c>.</summary>
    public string HttpPath { get; init; } = "/";

    /// <summary>Between two tries of a port. Default 1 second.</summary>
    public TimeSpan Period { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>A container that is not ready so long after its start has failed; null: no limit.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>The key of one container.</summary>
    public string? KeyOf(int instance) =>
        Key?.Replace(InstancePlaceholder, FormattableString.Invariant($"{instance}"), StringComparison.Ordinal);
}
