using System.Buffers.Binary;
using System.Security.Authentication;
using Google.Protobuf;
using Skein.Hadoop.Hdfs.Protocol;
using Skein.Hadoop.Rpc;
using Skein.Hadoop.Security;
using static Skein.Hadoop.Hdfs.Protocol.DataTransferEncryptorMessageProto.Types;

namespace Skein.Hadoop.Hdfs.DataTransfer.Protection;

/// <summary>The client's side of a login at a DataNode, message by message and without a connection.</summary>
/// <remarks>
/// <code>
/// client  u32 big-endian 0xDEADBEEF | message: empty payload, and the handshake secret of the block's token if it has one
/// server  message: DIGEST-MD5 challenge
/// client  message: response, and where only privacy will do the offered AES/CTR/NoPadding
/// server  message: rspauth, and if it took the offer the cipher with keys and first counters
/// message = varint length | DataTransferEncryptorMessageProto, whose status is no success in a refusal
/// </code>
/// The two AES keys are wrapped by the login's own layer, <c>in</c> before <c>out</c>: the client encrypts with the first and decrypts
/// with the second, without any frames. Without AES, everything is wrapped by the layer, if one was agreed on.
/// </remarks>
internal sealed class DataTransferHandshake
{
    private const uint Magic = 0xDEADBEEF;
    private const string DigestUri = "hdfs/0";

    private readonly DataTransferIdentity _identity;
    private readonly DataTransferOptions _options;
    private readonly DigestMd5 _digest;

    /// <param name="identity">What is shown and accepted.</param>
    /// <param name="options">Whether AES is offered, and which keys are long enough.</param>
    /// <param name="clientNonce">Base64 that no other login has; null: random.</param>
    public DataTransferHandshake(DataTransferIdentity identity, DataTransferOptions options, string? clientNonce = null)
    {
        _identity = identity;
        _options = options;
        _digest = new DigestMd5(identity.UserName, identity.Password, DigestUri, identity.Accepted, clientNonce, identity.Cipher);
    }

    private bool OffersAes => _options.OfferAes && _digest.Protection == QualityOfProtection.Privacy;

    /// <summary>The first bytes to the DataNode.</summary>
    public byte[] Begin()
    {
        var message = Delimited.Encode(Message(ByteString.Empty, _identity.HandshakeSecret));
        var bytes = new byte[sizeof(uint) + message.Length];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, Magic);
        message.CopyTo(bytes, sizeof(uint));
        return bytes;
    }

    /// <summary>The answer to the DataNode's challenge.</summary>
    /// <exception cref="DataTransferException">The DataNode refuses, or offers nothing that is accepted.</exception>
    public byte[] Respond(DataTransferEncryptorMessageProto challenge)
    {
        ThrowIfRefused(challenge);
        var message = Message(ByteString.CopyFrom(Try(() => _digest.Respond(challenge.Payload.Span))), secret: null);
        if (OffersAes)
            message.CipherOption.Add(new CipherOptionProto { Suite = CipherSuiteProto.AesCtrNopadding });
        return Delimited.Encode(message);
    }

    /// <summary>Checks the DataNode's own proof, and what it chose.</summary>
    /// <exception cref="DataTransferException">The DataNode refuses, does not prove itself, or chose what was not offered.</exception>
    public AgreedProtection Complete(DataTransferEncryptorMessageProto answer)
    {
        ThrowIfRefused(answer);
        var layer = Try(() => _digest.Complete(answer.Payload.Span));
        if (answer.CipherOption.Count == 0)
            return new AgreedProtection(null, null, layer);

        using (layer)
        {
            var option = answer.CipherOption[0];
            if (layer is null || !OffersAes || answer.CipherOption.Count > 1 || option.Suite != CipherSuiteProto.AesCtrNopadding)
                throw new DataTransferException($"chose the cipher {option.Suite} for the connection, which was not offered");
            var (sendingKey, receivingKey) = Try(() => (layer.Unwrap(option.InKey.Span), layer.Unwrap(option.OutKey.Span)));
            return new AgreedProtection(Aes(sendingKey, option.InIv), Aes(receivingKey, option.OutIv), null);
        }
    }

    private static DataTransferEncryptorMessageProto Message(ByteString payload, HandshakeSecretProto? secret) =>
        new() { Status = DataTransferEncryptorStatus.Success, Payload = payload, HandshakeSecret = secret };

    private static void ThrowIfRefused(DataTransferEncryptorMessageProto message)
    {
        if (message.Status == DataTransferEncryptorStatus.Success)
            return;
        var fault = message.AccessTokenError ? DataTransferFault.TokenRefused
            : message.Status == DataTransferEncryptorStatus.ErrorUnknownKey ? DataTransferFault.KeyUnknown
            : DataTransferFault.Other;
        throw new DataTransferException($"refuses the login: {message.Message}", fault);
    }

    private AesCtr Aes(byte[] key, ByteString counter)
    {
        if (key.Length is not (16 or 24 or 32) || counter.Length != AesCtr.CounterLength)
            throw new DataTransferException($"chose an AES key of {key.Length} bytes and a counter of {counter.Length}, which AES does not have");
        if (key.Length < _options.MinimumKeyLength)
        {
            throw new DataTransferException(
                $"chose an AES key of {key.Length * 8} bits where dfs.encrypt.data.transfer.cipher.key.bitlength is {_options.MinimumKeyLength * 8} here");
        }

        return new AesCtr(key, counter.Span);
    }

    private T Try<T>(Func<T> step)
    {
        try
        {
            return step();
        }
        catch (AuthenticationException e)
        {
            throw new DataTransferException($"can not be logged in to: {Clause(e.Message)} ({_identity.Setting})", e);
        }
        catch (InvalidDataException e)
        {
            throw new DataTransferException($"sends no proper login: {Clause(e.Message)}", e);
        }
    }

    private static string Clause(string sentence) => char.ToLowerInvariant(sentence[0]) + sentence[1..];
}
