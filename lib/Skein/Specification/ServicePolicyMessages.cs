using Wire = Skein.Protocol;

namespace Skein.Specification;

/// <summary>How containers of a service start, stop and are placed, as messages of <c>skein.proto</c>, and back.</summary>
/// <remarks>A zero that the contract declares to stand for a default becomes that default.</remarks>
internal static class ServicePolicyMessages
{
    private const long MostMilliseconds = long.MaxValue / TimeSpan.TicksPerMillisecond;

    public static long Milliseconds(TimeSpan duration) => duration.Ticks / TimeSpan.TicksPerMillisecond;

    /// <summary>What no duration can hold becomes the longest one, which the rules refuse.</summary>
    public static TimeSpan Duration(long milliseconds) =>
        new(Math.Clamp(milliseconds, -MostMilliseconds, MostMilliseconds) * TimeSpan.TicksPerMillisecond);

    public static Wire.RestartPolicy? ToMessage(RestartSpec restart) => restart == new RestartSpec()
        ? null
        : new Wire.RestartPolicy
        {
            BackoffMs = Milliseconds(restart.Backoff),
            MaxBackoffMs = Milliseconds(restart.MaxBackoff),
            WindowMs = Milliseconds(restart.Window),
        };

    public static RestartSpec FromMessage(Wire.RestartPolicy? message)
    {
        var defaults = new RestartSpec();
        return message is null
            ? defaults
            : new RestartSpec
            {
                Backoff = Duration(message.BackoffMs),
                MaxBackoff = message.MaxBackoffMs == 0 ? defaults.MaxBackoff : Duration(message.MaxBackoffMs),
                Window = Duration(message.WindowMs),
            };
    }

    public static Wire.Readiness? ToMessage(ReadinessSpec? ready) => ready is null
        ? null
        : new Wire.Readiness
        {
            Key = ready.Key ?? "",
            TcpPort = ready.TcpPort ?? 0,
            HttpPort = ready.HttpPort ?? 0,
            HttpPath = ready.HttpPort is null ? "" : ready.HttpPath,
            PeriodMs = Milliseconds(ready.Period),
            TimeoutMs = Milliseconds(ready.Timeout),
        };

    public static ReadinessSpec? FromMessage(Wire.Readiness? message)
    {
        if (message is null)
            return null;
        var defaults = new ReadinessSpec();
        return new ReadinessSpec
        {
            Key = message.Key.Length == 0 ? null : message.Key,
            TcpPort = message.TcpPort == 0 ? null : message.TcpPort,
            HttpPort = message.HttpPort == 0 ? null : message.HttpPort,
            HttpPath = message.HttpPath.Length == 0 ? defaults.HttpPath : message.HttpPath,
            Period = message.PeriodMs == 0 ? defaults.Period : Duration(message.PeriodMs),
            Timeout = Duration(message.TimeoutMs),
        };
    }

    public static Wire.ContainerRuntime? ToMessage(ContainerRuntimeSpec? container)
    {
        if (container is null)
            return null;
        var message = new Wire.ContainerRuntime { Image = container.Image, Network = container.Network };
        message.Mounts.Add(container.Mounts);
        return message;
    }

    public static ContainerRuntimeSpec? FromMessage(Wire.ContainerRuntime? message) =>
        message is null ? null : new ContainerRuntimeSpec { Image = message.Image, Mounts = [.. message.Mounts], Network = message.Network };

    public static Wire.Placement? ToMessage(PlacementSpec? placement)
    {
        if (placement is null)
            return null;
        var message = new Wire.Placement { MaxPerNode = placement.MaxPerNode, MaxPerRack = placement.MaxPerRack };
        message.Near.Add(placement.Near);
        message.Apart.Add(placement.Apart);
        foreach (var attribute in placement.Attributes)
            message.Attributes.Add(new Wire.NodeAttribute { Name = attribute.Name, Value = attribute.Value, Differs = attribute.Differs });
        return message;
    }

    public static PlacementSpec? FromMessage(Wire.Placement? message) => message is null
        ? null
        : new PlacementSpec
        {
            Near = [.. message.Near],
            Apart = [.. message.Apart],
            MaxPerNode = message.MaxPerNode,
            MaxPerRack = message.MaxPerRack,
            Attributes = [.. message.Attributes.Select(static attribute => new NodeAttributeSpec
            {
                Name = attribute.Name,
                Value = attribute.Value,
                Differs = attribute.Differs,
            })],
        };
}
