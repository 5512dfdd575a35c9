using System.Security.Authentication;

namespace Skein.Hadoop.Security;

/// <summary>One way of proving who calls, for one login.</summary>
internal interface ISaslClient
{
    /// <summary>Hadoop's name of the way, such as <c>TOKEN</c>.</summary>
    string Method { get; }

    /// <summary>SASL's name of the mechanism, such as <c>DIGEST-MD5</c>.</summary>
    string Mechanism { get; }

    /// <summary>Whether <see cref="Start"/> and <see cref="Continue"/> ask others than the server, and so may block. Default false.</summary>
    bool Blocks => false;

    /// <summary>The first bytes to the server.</summary>
    /// <param name="protocol">First part of the service's name as the server offers it; may be empty.</param>
    /// <param name="serverId">Second part of the service's name.</param>
    /// <param name="challenge">What the server sent along with its offer; may be empty.</param>
    /// <exception cref="InvalidDataException">The challenge is broken.</exception>
    /// <exception cref="AuthenticationException">Client and server can not agree.</exception>
    byte[] Start(string protocol, string serverId, ReadOnlySpan<byte> challenge);

    /// <summary>The answer to a further challenge.</summary>
    /// <exception cref="InvalidDataException">The challenge is broken, or none was expected.</exception>
    /// <exception cref="AuthenticationException">Client and server can not agree.</exception>
    byte[] Continue(ReadOnlySpan<byte> challenge);

    /// <summary>Checks the server's last bytes, which may be empty, and gives the layer to use from here on; null: none.</summary>
    /// <exception cref="InvalidDataException">The bytes are broken.</exception>
    /// <exception cref="AuthenticationException">The server did not prove itself.</exception>
    ISecurityLayer? Complete(ReadOnlySpan<byte> answer);
}
