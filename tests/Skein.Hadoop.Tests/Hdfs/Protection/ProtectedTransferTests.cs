using Google.Protobuf;
using Skein.Hadoop.FileSystems;
using Skein.Hadoop.Hdfs.DataTransfer.Protection;
using Skein.Hadoop.Hdfs.Protocol;
using Skein.Hadoop.Security;
using Skein.Hadoop.Tests.Rpc;
using static Skein.Hadoop.Hdfs.Protocol.DataTransferEncryptorMessageProto.Types;

namespace Skein.Hadoop.Tests.Hdfs.Protection;

/// <summary>Reading and writing where DataNodes want a login, and DataNodes that do not keep to it.</summary>
public sealed class ProtectedTransferTests
{
    // Two blocks of 1 MiB and a part of a third, with a chunk that is not full.
    private static readonly byte[] Content = [.. Enumerable.Range(0, 2_400_001).Select(index => (byte)(index % 251))];

    private static readonly DataTransferOptions Encrypted = new() { RequireEncryption = true };
    private static readonly DataTransferOptions Secure = new() { IsSecure = true };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(QualityOfProtection.Authentication, "auth")]
    [InlineData(QualityOfProtection.Integrity, "auth-int")]
    [InlineData(QualityOfProtection.Privacy, "auth-conf")]
    public async Task A_file_is_written_and_read_under_every_protection(QualityOfProtection protection, string word)
    {
        await using var cluster = StartSecure(1, Secure with { Protection = [protection] });
        await cluster.WriteAsync(Content, Cancellation);
        Assert.Equal(Content, await cluster.ReadAsync(Cancellation));
        var logins = cluster.DataNodes[0].Login!.Succeeded;
        Assert.Equal(6, logins.Count);
        Assert.All(logins, login => Assert.Equal((word, false), (login.Protection, login.Aes)));
    }

    [Theory]
    [InlineData(16)]
    [InlineData(24)]
    [InlineData(32)]
    public async Task Aes_is_used_where_both_sides_want_it(int keyLength)
    {
        await using var cluster = StartEncrypted(1, Encrypted with { OfferAes = true, MinimumKeyLength = keyLength });
        cluster.DataNodes[0].Login!.AesKeyLength = keyLength;
        await cluster.WriteAsync(Content, Cancellation);
        Assert.Equal(Content, await cluster.ReadAsync(Cancellation));
        Assert.All(cluster.DataNodes[0].Login!.Succeeded, login => Assert.True(login.Aes));
    }

    [Theory]
    [InlineData("3des")]
    [InlineData("rc4")]
    [InlineData("")]
    public async Task The_cipher_is_the_one_the_name_node_names(string algorithm)
    {
        await using var cluster = StartEncrypted(1, Encrypted with { OfferAes = true }, algorithm);
        await cluster.WriteAsync(Content, Cancellation);
        Assert.Equal(Content, await cluster.ReadAsync(Cancellation));
        Assert.All(cluster.DataNodes[0].Login!.Succeeded, login => Assert.Equal((algorithm.Length > 0 ? algorithm : "3des", false), (login.Cipher, login.Aes)));
    }

    [Fact]
    public async Task The_number_of_an_encryption_key_is_shown_with_its_sign()
    {
        await using var cluster = StartEncrypted(1, Encrypted);
        await cluster.WriteAsync([1], Cancellation);
        Assert.Equal("-2 BP-1 AQID", Assert.Single(cluster.DataNodes[0].Login!.Succeeded).User);
    }

    [Fact]
    public async Task An_encryption_key_is_asked_for_once()
    {
        await using var cluster = StartEncrypted(1, Encrypted);
        await cluster.WriteAsync(Content, Cancellation);
        await cluster.ReadAsync(Cancellation);
        Assert.Single(cluster.NameNode.Calls, call => call == "getDataEncryptionKey");
        Assert.Single(cluster.NameNode.Calls, call => call == "getServerDefaults");
    }

    [Fact]
    public async Task An_encryption_key_that_a_data_node_does_not_know_is_replaced_once()
    {
        await using var cluster = StartEncrypted(1, Encrypted);
        cluster.NameNode.EncryptionKeys.Enqueue(Key(7, "3des"));
        var login = cluster.DataNodes[0].Login!;
        login.Refusal = new() { Status = DataTransferEncryptorStatus.ErrorUnknownKey, Message = "unknown key" };
        login.Passwords.Clear();
        login.Passwords["7 BP-1 AQID"] = "BAUG";
        await cluster.WriteAsync([1], Cancellation);
        Assert.Empty(cluster.SurvivedFaults);
        Assert.Equal(2, cluster.NameNode.Calls.Count(call => call == "getDataEncryptionKey"));

        login.Passwords.Clear();
        var refusal = await Assert.ThrowsAsync<FileSystemException>(() => cluster.ReadAsync(Cancellation));
        Assert.Contains("refuses the login: unknown key", refusal.Message);
    }

    [Fact]
    public async Task A_refused_block_token_is_no_fault_of_the_data_node()
    {
        await using var cluster = StartSecure(1, Secure with { Protection = [QualityOfProtection.Authentication] });
        var login = cluster.DataNodes[0].Login!;
        var passwords = login.Passwords.ToArray();
        login.Passwords.Clear();
        login.Refusal = new() { Status = DataTransferEncryptorStatus.Error, Message = "token expired", AccessTokenError = true };
        cluster.NameNode.OnCall = call =>
        {
            if (call == "abandonBlock")
                login.Passwords[passwords[0].Key] = passwords[0].Value;
        };
        await cluster.WriteAsync([1], Cancellation);
        Assert.Contains("token expired", Assert.Single(cluster.SurvivedFaults));
        Assert.True(cluster.NameNode.IsComplete);
    }

    [Fact]
    public async Task A_handshake_secret_goes_along_with_the_first_message()
    {
        byte[] identifier = [8, 5, .. new BlockTokenSecretProto { BlockPoolId = "BP-1", HandshakeSecret = ByteString.CopyFrom(7, 8) }.ToByteArray()];
        await using var cluster = StartSecure(1, Secure with { Protection = [QualityOfProtection.Integrity] }, identifier);
        await cluster.WriteAsync([1], Cancellation);
        var secret = Assert.Single(cluster.DataNodes[0].Login!.Openings).HandshakeSecret;
        Assert.Equal((ByteString.CopyFrom(7, 8), "BP-1"), (secret.Secret, secret.Bpid));
    }

    [Fact]
    public async Task When_a_data_node_dies_the_survivors_get_every_byte_encrypted()
    {
        await using var cluster = StartEncrypted(3, Encrypted with { OfferAes = true });
        foreach (var dataNode in cluster.DataNodes)
            dataNode.Login!.AesKeyLength = 16;
        cluster.DataNodes[0].DiesAfterPackets = 5;
        await cluster.WriteAsync(Content, Cancellation);
        Assert.Equal(Content, cluster.ContentAt(cluster.DataNodes[1]));
        Assert.Equal(Content, cluster.ContentAt(cluster.DataNodes[2]));
        Assert.NotEmpty(cluster.DataNodes[1].Login!.Succeeded);
    }

    [Fact]
    public async Task A_data_node_that_offers_less_is_refused_and_another_replica_read()
    {
        await using var cluster = StartSecure(2, Secure with { Protection = [QualityOfProtection.Privacy, QualityOfProtection.Integrity] });
        cluster.NameNode.AddFile(Content, cluster.DataNodes);
        cluster.DataNodes[0].Login!.Offers = "auth";
        Assert.Equal(Content, await cluster.ReadAsync(Cancellation));
        Assert.Contains(
            "the server offers the protection auth, this client accepts auth-conf,auth-int (dfs.data.transfer.protection)",
            Assert.Single(cluster.SurvivedFaults));
    }

    [Fact]
    public async Task An_encrypting_name_node_does_not_let_a_data_node_offer_less()
    {
        await using var cluster = StartEncrypted(1, new DataTransferOptions());
        cluster.NameNode.AddFile(Content, cluster.DataNodes);
        cluster.DataNodes[0].Login!.Offers = "auth,auth-int";
        await RefusedAsync(cluster, "this client accepts auth-conf");
        cluster.DataNodes[0].Login!.Offers = "auth-conf";
        cluster.DataNodes[0].Login!.Ciphers = "rc4";
        await RefusedAsync(cluster, "this client accepts auth-conf with the cipher 3des");
    }

    [Fact]
    public async Task A_name_node_that_encrypts_nothing_is_refused()
    {
        await using var cluster = FakeCluster.Start(1, options: FakeCluster.Options with { DataTransfer = Encrypted });
        cluster.NameNode.AddFile(Content, cluster.DataNodes);
        await RefusedAsync(cluster, "dfs.encrypt.data.transfer is true here");
    }

    [Fact]
    public async Task A_data_node_that_does_not_know_the_password_is_refused()
    {
        await using var cluster = StartEncrypted(1, Encrypted);
        cluster.NameNode.AddFile(Content, cluster.DataNodes);
        cluster.DataNodes[0].Login!.OnProof = proof => proof.Payload = ByteString.CopyFromUtf8("rspauth=00000000000000000000000000000000");
        await RefusedAsync(cluster, "did not prove that it knows");
    }

    [Fact]
    public async Task A_data_node_that_knows_no_login_is_named_with_the_settings()
    {
        await using var cluster = StartEncrypted(1, Encrypted);
        cluster.NameNode.AddFile(Content, cluster.DataNodes);
        cluster.DataNodes[0].Login = null;
        await RefusedAsync(cluster, "closed the connection during the login");
    }

    [Fact]
    public async Task A_cipher_that_was_not_offered_is_refused()
    {
        await using var cluster = StartEncrypted(1, Encrypted);
        cluster.NameNode.AddFile(Content, cluster.DataNodes);
        (cluster.DataNodes[0].Login!.ForcesAes, cluster.DataNodes[0].Login!.AesKeyLength) = (true, 16);
        await RefusedAsync(cluster, "chose the cipher AesCtrNopadding for the connection, which was not offered");
    }

    [Fact]
    public async Task A_shorter_aes_key_than_the_settings_want_is_refused()
    {
        await using var cluster = StartEncrypted(1, Encrypted with { OfferAes = true, MinimumKeyLength = 32 });
        cluster.NameNode.AddFile(Content, cluster.DataNodes);
        cluster.DataNodes[0].Login!.AesKeyLength = 16;
        await RefusedAsync(cluster, "chose an AES key of 128 bits where dfs.encrypt.data.transfer.cipher.key.bitlength is 256 here");
    }

    [Fact]
    public async Task Aes_keys_that_were_changed_on_their_way_are_refused()
    {
        await using var cluster = StartEncrypted(1, Encrypted with { OfferAes = true });
        cluster.NameNode.AddFile(Content, cluster.DataNodes);
        cluster.DataNodes[0].Login!.AesKeyLength = 16;
        cluster.DataNodes[0].Login!.OnProof = proof => proof.CipherOption[0].InKey = Changed(proof.CipherOption[0].InKey);
        await RefusedAsync(cluster, "it was changed on its way");
        cluster.DataNodes[0].Login!.OnProof = proof => proof.CipherOption[0].InIv = ByteString.CopyFrom(1, 2);
        await RefusedAsync(cluster, "a counter of 2, which AES does not have");
    }

    [Theory]
    [InlineData("ffffffff07", "bytes is announced")]
    [InlineData("ffffffffffff", "the length of a message is broken")]
    [InlineData("03ffffff", "can not be parsed")]
    [InlineData("0708001203616263", "sends no proper login")]
    [InlineData("0408001200", "md5-sess is spoken")]
    public async Task A_broken_challenge_is_refused(string challenge, string reason)
    {
        await using var cluster = StartEncrypted(1, Encrypted);
        cluster.NameNode.AddFile(Content, cluster.DataNodes);
        cluster.DataNodes[0].Login!.RawChallenge = Convert.FromHexString(challenge);
        await RefusedAsync(cluster, reason);
    }

    [Theory]
    [InlineData("7fffffff", "a protected message of 2147483647 bytes is announced")]
    [InlineData("ffffffff", "a protected message of 4294967295 bytes is announced")]
    [InlineData("01000000616263", "closed the connection in the middle of a protected message")]
    [InlineData("0000", "closed the connection in the middle of a protected message")]
    [InlineData("00000003616263", "sent what its protection does not cover")]
    [InlineData("00000000", "sent what its protection does not cover")]
    public async Task A_broken_frame_is_refused(string frame, string reason)
    {
        await using var cluster = StartSecure(1, Secure with { Protection = [QualityOfProtection.Integrity] });
        cluster.NameNode.AddFile(Content, cluster.DataNodes);
        cluster.DataNodes[0].Login!.RawFrame = Convert.FromHexString(frame);
        await RefusedAsync(cluster, reason);
    }

    [Theory]
    [InlineData(QualityOfProtection.Integrity)]
    [InlineData(QualityOfProtection.Privacy)]
    public async Task A_frame_that_was_changed_on_its_way_is_refused(QualityOfProtection protection)
    {
        await using var cluster = StartSecure(1, Secure with { Protection = [protection] });
        cluster.NameNode.AddFile(Content, cluster.DataNodes);
        cluster.DataNodes[0].Login!.OnFrame = frame => frame[10] ^= 1;
        await RefusedAsync(cluster, "it was changed on its way");
    }

    [Fact]
    public async Task A_data_node_that_stalls_in_the_login_is_given_up()
    {
        var time = new ManualTimeProvider();
        await using var cluster = StartEncrypted(1, Encrypted, time: time);
        cluster.NameNode.AddFile(Content, cluster.DataNodes);
        cluster.DataNodes[0].Login!.Stalls = true;
        var refused = RefusedAsync(cluster, "did not end the login within 60 s (dfs.client.socket-timeout)");
        // The NameNode is asked for replicas a second time, and names the same.
        for (var attempt = 0; attempt < 2; attempt++)
        {
            await time.WaitForTimerAsync(FakeCluster.Options.SocketTimeout, Cancellation);
            time.Advance(FakeCluster.Options.SocketTimeout);
        }

        await refused;
    }

    private static async Task RefusedAsync(FakeCluster cluster, string reason)
    {
        var refusal = await Assert.ThrowsAsync<FileSystemException>(() => cluster.ReadAsync(Cancellation));
        Assert.Contains(reason, refusal.Message);
    }

    private static ByteString Changed(ByteString bytes)
    {
        var changed = bytes.ToByteArray();
        changed[0] ^= 1;
        return ByteString.CopyFrom(changed);
    }

    private static DataEncryptionKeyProto Key(uint number, string algorithm) => new()
    {
        KeyId = number,
        BlockPoolId = "BP-1",
        Nonce = ByteString.CopyFrom(1, 2, 3),
        EncryptionKey = ByteString.CopyFrom(4, 5, 6),
        ExpiryDate = ulong.MaxValue,
        EncryptionAlgorithm = algorithm,
    };

    private static FakeCluster StartEncrypted(
        int dataNodes, DataTransferOptions options, string algorithm = "3des", TimeProvider? time = null)
    {
        var cluster = FakeCluster.Start(dataNodes, time, FakeCluster.Options with { DataTransfer = options });
        cluster.NameNode.EncryptionKeys.Enqueue(Key(uint.MaxValue - 1, algorithm));
        foreach (var dataNode in cluster.DataNodes)
            dataNode.Login = new FakeDataNodeLogin { Passwords = { ["-2 BP-1 AQID"] = "BAUG" } };
        return cluster;
    }

    private static FakeCluster StartSecure(int dataNodes, DataTransferOptions options, byte[]? identifier = null)
    {
        identifier ??= [0, 1, 2];
        var cluster = FakeCluster.Start(dataNodes, options: FakeCluster.Options with { DataTransfer = options });
        cluster.NameNode.BlockToken = new()
        {
            Identifier = ByteString.CopyFrom(identifier), Password = ByteString.CopyFrom(4, 5, 6), Kind = TokenKinds.HdfsBlock, Service = "",
        };
        foreach (var dataNode in cluster.DataNodes)
            dataNode.Login = new FakeDataNodeLogin { Passwords = { [Convert.ToBase64String(identifier)] = "BAUG" } };
        return cluster;
    }
}
