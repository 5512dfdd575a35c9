using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using Skein.Hadoop.Hdfs.DataTransfer;
using Skein.Hadoop.Hdfs.DataTransfer.Protection;
using Skein.Hadoop.Hdfs.Protocol;
using Skein.Hadoop.Rpc;
using Skein.Hadoop.Security;
using static Skein.Hadoop.Hdfs.Protocol.DataTransferEncryptorMessageProto.Types;

namespace Skein.Hadoop.Tests.Hdfs;

/// <summary>A DataNode's side of the login: proper by default, and wrong where a test wants it to be.</summary>
internal sealed class FakeDataNodeLogin
{
    /// <summary>What a login begins with, where an operation has the first byte of its version.</summary>
    public const byte FirstByte = 0xDE;

    private const string Nonce = "bm9uY2U=";

    /// <summary>Passwords as the login takes them, by user name; a name that is not here is refused with <see cref="Refusal"/>.</summary>
    public Dictionary<string, string> Passwords { get; } = [];

    /// <summary>What a user without a password is answered.</summary>
    public DataTransferEncryptorMessageProto Refusal { get; set; } = new()
    {
        Status = DataTransferEncryptorStatus.Error, Message = "no such user", AccessTokenError = false,
    };

    /// <summary>Offered protections, as the mechanism has them.</summary>
    public string Offers { get; set; } = "auth,auth-int,auth-conf";

    /// <summary>Offered ciphers of auth-conf.</summary>
    public string Ciphers { get; set; } = "3des,rc4";

    /// <summary>Bytes of the AES keys that are chosen where AES is offered; 0: the offer is not taken.</summary>
    public int AesKeyLength { get; set; }

    /// <summary>Chooses AES where it was not offered.</summary>
    public bool ForcesAes { get; set; }

    /// <summary>Changes the last message before it is sent.</summary>
    public Action<DataTransferEncryptorMessageProto>? OnProof { get; set; }

    /// <summary>Says nothing after the client's first message.</summary>
    public bool Stalls { get; set; }

    /// <summary>Sent in place of the challenge.</summary>
    public byte[]? RawChallenge { get; set; }

    /// <summary>Sent after the login in place of everything else, before the connection closes.</summary>
    public byte[]? RawFrame { get; set; }

    /// <summary>Changes the bytes of every frame that is sent after the login, its length included.</summary>
    public Action<byte[]>? OnFrame { get; set; }

    /// <summary>User names of the logins that succeeded, with what was agreed on.</summary>
    public List<(string User, string Protection, string? Cipher, bool Aes)> Succeeded { get; } = [];

    /// <summary>The first messages, in order.</summary>
    public List<DataTransferEncryptorMessageProto> Openings { get; } = [];

    /// <summary>Leads a login whose first three bytes are read.</summary>
    public async Task<Stream> RunAsync(DataNodeConnection connection, Stream stream)
    {
        await connection.ReadExactAsync(new byte[1], CancellationToken.None);
        var opening = await connection.ReadMessageAsync(DataTransferEncryptorMessageProto.Parser, CancellationToken.None);
        lock (Openings)
            Openings.Add(opening);
        if (Stalls)
            await connection.ReadExactAsync(new byte[1], CancellationToken.None);
        var challenge = $"realm=\"0\",nonce=\"{Nonce}\",qop=\"{Offers}\",charset=utf-8,cipher=\"{Ciphers}\",algorithm=md5-sess";
        await connection.WriteAsync(RawChallenge ?? Delimited.Encode(Success(challenge)), CancellationToken.None);

        var answer = await connection.ReadMessageAsync(DataTransferEncryptorMessageProto.Parser, CancellationToken.None);
        var response = DigestChallenge.Parse(answer.Payload.Span);
        var user = response["username"]!;
        if (!Passwords.TryGetValue(user, out var password))
        {
            await connection.WriteAsync(Delimited.Encode(Refusal), CancellationToken.None);
            throw new InvalidDataException("refused");
        }

        var protection = Enum.GetValues<QualityOfProtection>().Single(one => DigestSession.Word(one) == response["qop"]);
        var session = new DigestSession(
            user, "0", new Secret(Encoding.UTF8.GetBytes(password)), Nonce, response["cnonce"]!, "hdfs/0", protection);
        Assert.True(session.IsClientProof(response["response"]!));
        var layer = protection == QualityOfProtection.Authentication ? null : new FakeSecurityLayer(session.Key, response["cipher"]);
        var proof = Success($"rspauth={session.ServerProof()}");
        var aes = ForcesAes || (AesKeyLength > 0 && answer.CipherOption.Count > 0);
        var result = layer is null ? stream : new SecurityLayerStream(new FrameChanger(stream, OnFrame), layer);
        if (aes)
            result = ChooseAes(proof, layer!, stream);
        OnProof?.Invoke(proof);
        lock (Openings)
            Succeeded.Add((user, response["qop"]!, response["cipher"], aes));
        await connection.WriteAsync(Delimited.Encode(proof), CancellationToken.None);
        if (RawFrame is null)
            return result;
        await connection.WriteAsync(RawFrame, CancellationToken.None);
        throw new InvalidDataException("ended");
    }

    private AesStream ChooseAes(DataTransferEncryptorMessageProto proof, FakeSecurityLayer layer, Stream stream)
    {
        var (inKey, inCounter) = (RandomNumberGenerator.GetBytes(AesKeyLength), RandomNumberGenerator.GetBytes(16));
        var (outKey, outCounter) = (RandomNumberGenerator.GetBytes(AesKeyLength), RandomNumberGenerator.GetBytes(16));
        proof.CipherOption.Add(new CipherOptionProto
        {
            Suite = CipherSuiteProto.AesCtrNopadding,
            InKey = ByteString.CopyFrom(layer.Wrap(inKey)),
            InIv = ByteString.CopyFrom(inCounter),
            OutKey = ByteString.CopyFrom(layer.Wrap(outKey)),
            OutIv = ByteString.CopyFrom(outCounter),
        });
        return new AesStream(stream, sending: new AesCtr(outKey, outCounter), receiving: new AesCtr(inKey, inCounter));
    }

    private static DataTransferEncryptorMessageProto Success(string payload) =>
        new() { Status = DataTransferEncryptorStatus.Success, Payload = ByteString.CopyFromUtf8(payload) };

    /// <summary>Lets a test change what is sent.</summary>
    private sealed class FrameChanger(Stream inner, Action<byte[]>? change) : ProtectedStream(inner)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Connection.ReadAsync(buffer, cancellationToken);

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var bytes = buffer.ToArray();
            change?.Invoke(bytes);
            return Connection.WriteAsync(bytes, cancellationToken);
        }
    }
}
