using System.Net;

namespace Skein.LocalCluster.Pages.Http;

/// <summary>Where an <see cref="HttpServer"/> listens, and what one client may take of it.</summary>
internal sealed record HttpServerOptions
{
    /// <summary>Address of loopback. Default: 127.0.0.1.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>Port on loopback. Default 0: any free one.</summary>
    public int Port { get; init; }

    /// <summary>Connections open at once; further ones are closed at once. Default 256.</summary>
    public int MaxConnections { get; init; } = 256;

    /// <summary>Largest head of a request in bytes. Default 16 KiB.</summary>
    public int MaxHeadLength { get; init; } = 16 << 10;

    /// <summary>Largest body of a request in bytes. Default 1 MiB.</summary>
    public int MaxBodyLength { get; init; } = 1 << 20;

    /// <summary>
    /// How long a request may take to arrive, idle time before it included, and a client to take a piece of the answer. Default 20 s.
    /// </summary>
    public TimeSpan PatienceTime { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Told of a handler that failed in an unexpected way. Default: nobody.</summary>
    public Action<HttpRequest, Exception> OnHandlerFailed { get; init; } = static (_, _) => { };

    /// <summary>Clock of deadlines. Default: the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
