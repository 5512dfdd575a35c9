using Skein.Contract;

namespace Skein.ApplicationMaster.Pages.Site;

/// <summary>What the pages say of the application and does not change.</summary>
internal sealed record SiteFacts
{
    /// <summary><c>application_…</c>.</summary>
    public required string ApplicationId { get; init; }

    public required string Name { get; init; }

    /// <summary>Whose containers they are.</summary>
    public required string User { get; init; }

    /// <summary>The application master's own container.</summary>
    public required string ContainerId { get; init; }

    /// <summary><c>host:port</c> of the web pages of its node; null: unknown.</summary>
    public required string? NodeHttpAddress { get; init; }

    /// <summary>MiB of the application master.</summary>
    public required int Memory { get; init; }

    /// <summary>Virtual cores of the application master.</summary>
    public required int VirtualCores { get; init; }

    /// <summary>Whether the application has a driver.</summary>
    public required bool HasDriver { get; init; }

    /// <summary>Whether NodeManagers serve their pages by HTTPS only.</summary>
    public required bool IsSecure { get; init; }

    /// <summary>Address of the application master's log; null: unknown.</summary>
    public string? MasterLog => LogOf(NodeHttpAddress, ContainerId, SkeinFiles.ApplicationMasterLog);

    /// <summary>Address of the driver's log; null: there is none, or it is unknown.</summary>
    public string? DriverLog => HasDriver ? LogOf(NodeHttpAddress, ContainerId, SkeinFiles.ApplicationDriverLog) : null;

    /// <summary>Address of the log of a service's container; null: it has none yet.</summary>
    public string? LogOf(Skein.Protocol.Container container) =>
        LogOf(container.YarnNodeHttpAddress, container.YarnContainerId, SkeinFiles.ServiceLog(container.ServiceName));

    // The last 4 KiB, from which the NodeManager's page leads to the rest.
    private string? LogOf(string? node, string container, string file) => string.IsNullOrEmpty(node) || container.Length == 0
        ? null
        : $"{(IsSecure ? "https" : "http")}://{node}/node/containerlogs/{container}/{Uri.EscapeDataString(User)}/{Uri.EscapeDataString(file)}?start=-4096";
}
