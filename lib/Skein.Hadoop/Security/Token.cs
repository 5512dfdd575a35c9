using System.Buffers.Text;
using Google.Protobuf;
using Skein.Hadoop.Security.Protocol;

namespace Skein.Hadoop.Security;

/// <summary>A Hadoop token: proof of identity towards one kind of service. Tokens with the same contents are equal.</summary>
/// <param name="Identifier">Opaque to clients; sent as the user name in DIGEST-MD5.</param>
/// <param name="Password">Shared with the issuer.</param>
/// <param name="Kind">Such as <see cref="TokenKinds.ApplicationMaster"/>.</param>
/// <param name="Service">The service it opens, often <c>ip:port</c>; empty as some are issued.</param>
public sealed record Token(ReadOnlyMemory<byte> Identifier, Secret Password, string Kind, string Service)
{
    /// <summary>A token out of a Hadoop message.</summary>
    public static Token FromMessage(TokenProto message) =>
        new(message.Identifier.ToByteArray(), new Secret(message.Password.ToByteArray()), message.Kind, message.Service);

    /// <summary>The token as Hadoop messages carry it. Contains the password.</summary>
    public TokenProto ToMessage() => new()
    {
        Identifier = ByteString.CopyFrom(Identifier.Span),
        Password = ByteString.CopyFrom(Password.Reveal()),
        Kind = Kind,
        Service = Service,
    };

    /// <summary>Reads the text form of <see cref="ToUrlString"/>.</summary>
    /// <exception cref="InvalidDataException">The text is not a token.</exception>
    public static Token FromUrlString(string text)
    {
        byte[] bytes;
        try
        {
            bytes = Base64Url.DecodeFromChars(text);
        }
        catch (FormatException e)
        {
            throw new InvalidDataException("The text of a token is not URL-safe base64", e);
        }

        var reader = new WritableReader(bytes);
        var token = reader.ReadToken();
        return reader.Remaining == 0 ? token : throw new InvalidDataException("Bytes follow the token");
    }

    /// <summary>The token as Hadoop prints it for URLs and files: URL-safe base64 without padding. Contains the password.</summary>
    public string ToUrlString()
    {
        var writer = new WritableWriter();
        writer.WriteToken(this);
        return Base64Url.EncodeToString(writer.Written);
    }

    /// <summary>Whether this token is of a kind and, where <paramref name="service"/> is given, opens that service.</summary>
    /// <param name="kind">Kind as the issuer writes it.</param>
    /// <param name="service">Service, usually <c>ip:port</c> or <c>ha-hdfs:name</c>; null: any. A token for a pair of ResourceManagers
    /// lists both, separated by a comma, and opens each.</param>
    public bool Opens(string kind, string? service)
    {
        if (Kind != kind)
            return false;
        if (service is null || Service == service)
            return true;
        foreach (var part in Service.AsSpan().Split(','))
        {
            if (Service.AsSpan(part).Trim().SequenceEqual(service))
                return true;
        }

        return false;
    }

    public bool Equals(Token? other) =>
        other is not null
        && Kind == other.Kind
        && Service == other.Service
        && Identifier.Span.SequenceEqual(other.Identifier.Span)
        && Password.Reveal().SequenceEqual(other.Password.Reveal());

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(Kind, StringComparer.Ordinal);
        hash.Add(Service, StringComparer.Ordinal);
        hash.AddBytes(Identifier.Span);
        return hash.ToHashCode();
    }

    /// <summary>Kind and service, never the contents.</summary>
    public override string ToString() => $"{Kind} for {(Service.Length == 0 ? "any service" : Service)}";
}
