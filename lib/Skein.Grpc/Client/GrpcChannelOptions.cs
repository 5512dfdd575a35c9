using System.Security.Cryptography.X509Certificates;

namespace Skein.Grpc;

/// <summary>Where a <see cref="GrpcChannel"/> connects and how it proves its right to.</summary>
public sealed record GrpcChannelOptions
{
    /// <summary>The pair: shown to the server, and the only certificate accepted from it. Must have its private key.</summary>
    public required X509Certificate2 Certificate { get; init; }

    /// <summary>Host name or address to dial.</summary>
    public required string Host { get; init; }

    /// <summary>Port to dial.</summary>
    public required int Port { get; init; }

    /// <summary>What the server is called in error messages. Default "the server".</summary>
    public string ServerName { get; init; } = "the server";

    /// <summary>Largest message accepted or sent, in bytes. Default 4 MiB.</summary>
    public int MaxMessageSize { get; init; } = 4 * 1024 * 1024;

    /// <summary>How long a connection may take to be made, TLS included. Default 10 seconds.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Silence after which a connection with running calls is asked for a sign of life; without an answer within 20 seconds it is
    /// given up. Default 60 seconds.
    /// </summary>
    public TimeSpan KeepAlivePingDelay { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Clock of deadlines and of the certificate's end. Default: the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
