namespace Skein.Specification;

/// <summary>What shows that a running container is ready for those that depend on its service: exactly one of a key, a TCP port and an HTTP port.</summary>
public sealed record ReadinessSpec
{
    /// <summary>In a <see cref="Key"/>, stands for the container's number.</summary>
    public const string InstancePlaceholder = "{instance}";

    /// <summary>A key that exists in the application's key-value store; null: none is looked for.</summary>
    public string? Key { get; init; }

    /// <summary>A port of the container's node that takes connections; null: none is tried.</summary>
    public int? TcpPort { get; init; }

    /// <summary>A port of the container's node where a GET of <see cref="HttpPath"/> answers 200 to 299; null: none is asked.</summary>
    public int? HttpPort { get; init; }

    /// <summary>Default <c>/</c>.</summary>
    public string HttpPath { get; init; } = "/";

    /// <summary>Between two tries of a port. Default 1 second.</summary>
    public TimeSpan Period { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>A container that is not ready so long after its start has failed. Default zero: no limit.</summary>
    public TimeSpan Timeout { get; init; }
}
