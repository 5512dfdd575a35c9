using Microsoft.Extensions.Logging;

namespace Skein.Cli.Driver;

/// <summary>How a driver is to run.</summary>
internal sealed record DriverOptions
{
    /// <summary>As whom to log in on a cluster with Kerberos. Null: as whom the ticket cache says.</summary>
    public string? Principal { get; init; }

    /// <summary>File of the keys of <see cref="Principal"/>. Null: its tickets are in a ticket cache.</summary>
    public string? Keytab { get; init; }

    /// <summary>Directory of the site files. Null: what the environment says.</summary>
    public string? ConfigurationDirectory { get; init; }

    /// <summary>Whether it lives until a signal ends it; else it ends with its standard input, which its parent holds.</summary>
    public bool IsDaemon { get; init; }

    /// <summary>The lowest level logged. Default: INFO.</summary>
    public LogLevel LowestLevel { get; init; } = LogLevel.Information;
}
