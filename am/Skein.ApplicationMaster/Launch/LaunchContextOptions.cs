using Skein.Hadoop.Yarn.Protocol;

namespace Skein.ApplicationMaster.Launch;

/// <summary>What all containers of the application have in common.</summary>
internal sealed record LaunchContextOptions
{
    /// <summary><c>application_…</c>.</summary>
    public required string ApplicationId { get; init; }

    /// <summary><c>host:port</c> of the gRPC service.</summary>
    public required string ApplicationMasterAddress { get; init; }

    /// <summary>Name that simple authentication shows; null with Kerberos.</summary>
    public string? SimpleUser { get; init; }

    /// <summary>A credentials file for the next container, without the application master's own token; empty: none. A secret.</summary>
    public Func<ReadOnlyMemory<byte>> Credentials { get; init; } = static () => default;

    /// <summary>Whether there will be younger tokens while a container runs, so that its token file is kept up to date. Default false.</summary>
    public bool RenewsTokens { get; init; }

    /// <summary>Who may see and change the application, as the ResourceManager returned it at registration.</summary>
    public IReadOnlyList<ApplicationACLMapProto> AccessRights { get; init; } = [];

    /// <summary>Names the type only: the credentials are a secret.</summary>
    public override string ToString() => nameof(LaunchContextOptions);
}
