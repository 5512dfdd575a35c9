using Google.Protobuf;
using Skein.Hadoop.Rpc;
using Skein.Hadoop.Security.Protocol;

namespace Skein.Hadoop.Security;

/// <summary>A set of tokens and secrets under aliases, as Hadoop keeps it in a credentials file. Safe to share between threads.</summary>
/// <remarks>
/// Aliases are arbitrary, the one of an application master's token is even empty: tokens are found by kind and service.
/// <code>
/// file      'H' 'D' 'T' 'S' | format byte | contents
/// format 0  vint count | count x (Text alias | token) | vint count | count x (Text alias | vint length | bytes)
/// format 1  varint length | CredentialsProto
/// </code>
/// </remarks>
public sealed class Credentials
{
    private const byte WritableFormat = 0;
    private const byte ProtobufFormat = 1;

    // Writers replace the maps under this lock; readers take whichever map is current and need no lock.
    private readonly Lock _writing = new();
    private volatile OrderedDictionary<string, Token> _tokens = new(StringComparer.Ordinal);
    private volatile OrderedDictionary<string, Secret> _secrets = new(StringComparer.Ordinal);

    private static ReadOnlySpan<byte> Magic => "HDTS"u8;

    /// <summary>Tokens by alias, in the order they were added, as they are at this moment.</summary>
    public IReadOnlyDictionary<string, Token> Tokens => _tokens;

    /// <summary>Secrets by alias, in the order they were added, as they are at this moment.</summary>
    public IReadOnlyDictionary<string, Secret> Secrets => _secrets;

    /// <summary>True if there is neither a token nor a secret. YARN wants no credentials at all rather than empty ones.</summary>
    public bool IsEmpty => _tokens.Count == 0 && _secrets.Count == 0;

    /// <summary>Reads a credentials file of format 0 or 1.</summary>
    /// <exception cref="InvalidDataException">The bytes are not a credentials file, or of a format later than 1.</exception>
    public static Credentials Read(ReadOnlySpan<byte> file)
    {
        if (!file.StartsWith(Magic))
            throw new InvalidDataException("These are no Hadoop credentials: the file does not begin with HDTS");
        if (file.Length == Magic.Length)
            throw new InvalidDataException("The credentials file ends before its format byte");

        var contents = file[(Magic.Length + 1)..];
        return file[Magic.Length] switch
        {
            WritableFormat => ReadWritable(contents),
            ProtobufFormat => ReadProtobuf(contents),
            var format => throw new InvalidDataException($"Credentials of format {format} are not known; formats 0 and 1 are"),
        };
    }

    /// <summary>Adds a token under its service as alias, or its kind if it names no service. Replaces an earlier one.</summary>
    public void Add(Token token) => Add(token.Service.Length == 0 ? token.Kind : token.Service, token);

    /// <summary>Adds a token. Replaces an earlier one of that alias.</summary>
    public void Add(string alias, Token token)
    {
        lock (_writing)
            _tokens = new OrderedDictionary<string, Token>(_tokens, StringComparer.Ordinal) { [alias] = token };
    }

    /// <summary>Adds a secret. Replaces an earlier one of that alias.</summary>
    public void Add(string alias, Secret secret)
    {
        lock (_writing)
            _secrets = new OrderedDictionary<string, Secret>(_secrets, StringComparer.Ordinal) { [alias] = secret };
    }

    /// <summary>The first token of a kind which opens a service; null if there is none.</summary>
    /// <param name="kind">One of <see cref="TokenKinds"/>.</param>
    /// <param name="service">The service it must open, see <see cref="Token.Opens"/>; null: any.</param>
    public Token? Find(string kind, string? service = null)
    {
        foreach (var token in _tokens.Values)
        {
            if (token.Opens(kind, service))
                return token;
        }

        return null;
    }

    /// <summary>A copy without the tokens of one kind: containers get their master's credentials without its own token.</summary>
    public Credentials Without(string kind)
    {
        var copy = new Credentials { _secrets = _secrets };
        foreach (var (alias, token) in _tokens)
        {
            if (token.Kind != kind)
                copy._tokens.Add(alias, token);
        }

        return copy;
    }

    /// <summary>The credentials as a file of format 0, which every Hadoop reads. Contains passwords and secrets.</summary>
    public byte[] ToBytes()
    {
        var (tokens, secrets) = (_tokens, _secrets);
        var writer = new WritableWriter();
        writer.WriteRaw(Magic);
        writer.WriteByte(WritableFormat);
        writer.WriteVLong(tokens.Count);
        foreach (var (alias, token) in tokens)
        {
            writer.WriteText(alias);
            writer.WriteToken(token);
        }

        writer.WriteVLong(secrets.Count);
        foreach (var (alias, secret) in secrets)
        {
            writer.WriteText(alias);
            writer.WriteBytes(secret.Reveal());
        }

        return writer.Written.ToArray();
    }

    /// <summary>How many tokens and secrets there are, nothing of them.</summary>
    public override string ToString() => $"{_tokens.Count} tokens, {_secrets.Count} secrets";

    private static Credentials ReadWritable(ReadOnlySpan<byte> contents)
    {
        var credentials = new Credentials();
        var reader = new WritableReader(contents);
        for (var left = ReadCount(ref reader); left > 0; left--)
        {
            var alias = reader.ReadText();
            credentials._tokens[alias] = reader.ReadToken();
        }

        for (var left = ReadCount(ref reader); left > 0; left--)
        {
            var alias = reader.ReadText();
            credentials._secrets[alias] = new Secret(reader.ReadBytes().ToArray());
        }

        return reader.Remaining == 0 ? credentials : throw new InvalidDataException("Bytes follow the credentials");
    }

    private static int ReadCount(ref WritableReader reader)
    {
        var count = reader.ReadVInt();
        // Every entry takes at least one byte: a larger count can not be true.
        return count >= 0 && count <= reader.Remaining
            ? count
            : throw new InvalidDataException($"{count} entries are announced where {reader.Remaining} bytes are left");
    }

    private static Credentials ReadProtobuf(ReadOnlySpan<byte> contents)
    {
        CredentialsProto message;
        try
        {
            message = CredentialsProto.Parser.ParseFrom(Delimited.ReadOnly(contents));
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new InvalidDataException("The credentials file of format 1 can not be parsed", e);
        }

        var credentials = new Credentials();
        foreach (var entry in message.Tokens)
        {
            if (entry.Token is not null)
                credentials._tokens[entry.Alias] = Token.FromMessage(entry.Token);
        }

        foreach (var entry in message.Secrets)
            credentials._secrets[entry.Alias] = new Secret(entry.Secret.ToByteArray());
        return credentials;
    }
}
