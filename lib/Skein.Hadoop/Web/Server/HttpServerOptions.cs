using System.Net;

namespace Skein.Hadoop.Web.Server;

/// <summary>Where an <see cref="HttpServer"/> listens, and what one client may take of it.</summary>
public sealed record HttpServerOptions
{
    /// <summary>Address of this machine, or those of all its interfaces. Default: 127.0.0.1.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>Port. Default 0: any free one.</summary>
    public int Port { get; init; }

    /// <summary>Connections open at once; further ones are closed at once. Default 256.</summary>
    public int MaxConnections { get; init; } = 256;

    /// <summary>
    /// Whether clients at an address are those that the server is for; others have <see cref="MaxStrangers"/> connections together. Default:
    /// all are.
    /// </summary>
    public Func<IPAddress, bool> IsExpected { get; init; } = static _ => true;

    /// <summary>Connections open at once of clients that are not expected; further ones are closed at once. Default 32.</summary>
    public int MaxStrangers { get; init; } = 32;

    /// <summary>
    /// Whether a connection may carry one request after the other. Default: yes. YARN's proxy opens one for each, and forgets to close it.
    /// </summary>
    public bool KeepsConnections { get; init; } = true;

    /// <summary>Largest head of a request in bytes. Default 16 KiB.</summary>
    public int MaxHeadLength { get; init; } = 16 << 10;

    /// <summary>Largest body of a request in bytes; none is ever held as a whole. Default 1 MiB.</summary>
    public long MaxBodyLength { get; init; } = 1 << 20;

    /// <summary>
    /// How long the head of a request may take to arrive, idle time before it included, each piece of its body, and a client to take a piece
    /// of the answer. Default 20 s.
    /// </summary>
    public TimeSpan PatienceTime { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Told of a handler that failed in an unexpected way. Default: nobody.</summary>
    public Action<HttpRequest, Exception> OnHandlerFailed { get; init; } = static (_, _) => { };

    /// <summary>Clock of deadlines. Default: the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
