namespace Skein.Hadoop.Security;

/// <summary>A Hadoop token: proof of identity towards one kind of service.</summary>
/// <param name="Identifier">Opaque to clients; sent as the user name in DIGEST-MD5.</param>
/// <param name="Password">Shared with the issuer.</param>
/// <param name="Kind">Such as <see cref="TokenKinds.ApplicationMaster"/>.</param>
/// <param name="Service">The service it opens, often <c>ip:port</c>; empty as some are issued.</param>
public sealed record Token(ReadOnlyMemory<byte> Identifier, Secret Password, string Kind, string Service);
