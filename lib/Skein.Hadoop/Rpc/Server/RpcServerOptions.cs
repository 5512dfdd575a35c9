using System.Net;

namespace Skein.Hadoop.Rpc.Server;

/// <summary>How an <see cref="RpcServer"/> listens, and what one client may take of it.</summary>
public sealed record RpcServerOptions
{
    /// <summary>Address to listen on. Default: loopback.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>Port to listen on. Default 0: any free one, see <see cref="RpcServer.Endpoint"/>.</summary>
    public int Port { get; init; }

    /// <summary>Connections open at once; further ones are closed at once. Default 4096.</summary>
    public int MaxConnections { get; init; } = 4096;

    /// <summary>Calls of one connection that run at once; further ones wait unread. Default 64.</summary>
    public int MaxCallsPerConnection { get; init; } = 64;

    /// <summary>Largest request in bytes; a larger one ends the connection. Default 64 MiB.</summary>
    public int MaxRequestLength { get; init; } = 64 << 20;

    /// <summary>How long a connection may take to prove itself, and a peer to take an answer. Default 20 s.</summary>
    public TimeSpan PatienceTime { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Told of every call of a client that has proved itself. Default: nobody.</summary>
    public Action OnCall { get; init; } = static () => { };

    /// <summary>Told of a method whose handler failed in an unexpected way. Default: nobody.</summary>
    public Action<string, Exception> OnHandlerFailed { get; init; } = static (_, _) => { };

    /// <summary>Clock of deadlines. Default: the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
