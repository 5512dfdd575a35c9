using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Skein.Grpc;

/// <summary>How a <see cref="GrpcServer"/> listens.</summary>
public sealed record GrpcServerOptions
{
    /// <summary>The pair: shown to clients, and the only certificate accepted from them. Must have its private key.</summary>
    public required X509Certificate2 Certificate { get; init; }

    /// <summary>Address to listen on. Default: all interfaces, IPv4 and, where the machine has it, IPv6.</summary>
    public IPAddress Address { get; init; } = Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any;

    /// <summary>Port to listen on. Default 0: any free one, see <see cref="GrpcServer.Port"/>.</summary>
    public int Port { get; init; }

    /// <summary>Largest message accepted or sent, in bytes. Default 4 MiB, which is also what most clients accept.</summary>
    public int MaxMessageSize { get; init; } = 4 * 1024 * 1024;

    /// <summary>
    /// Connections open at once, those that have not shown a certificate yet included; further ones are closed at once. Each costs some
    /// 20 KiB before its handshake and 70 KiB after. Default 8192.
    /// </summary>
    public int MaxConnections { get; init; } = 8192;

    /// <summary>How long <see cref="GrpcServer.StopAsync"/> waits for running calls before it cuts them off. Default 5 seconds.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>What clients of open streams and of late calls are told once the server stops, as the detail of UNAVAILABLE.</summary>
    public string StopDetail { get; init; } = "The server is shutting down";

    /// <summary>Where failures of handlers are logged. Default: nowhere.</summary>
    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;

    /// <summary>Clock of deadlines and of the certificate's end. Default: the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
