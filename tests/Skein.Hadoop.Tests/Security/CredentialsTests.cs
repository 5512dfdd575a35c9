using System.Text;
using Skein.Hadoop.Security;
using Skein.Hadoop.Tests.Rpc;

namespace Skein.Hadoop.Tests.Security;

public sealed class CredentialsTests
{
    [Theory]
    [InlineData("credentials-v0.bin")]
    [InlineData("credentials-v1.bin")]
    public void Both_formats_of_a_real_file_are_read(string file)
    {
        var credentials = Credentials.Read(GoldenFile.ReadBytes(file));

        Assert.Equal(2, credentials.Tokens.Count);
        var master = credentials.Tokens[""];
        Assert.Equal(TokenKinds.ApplicationMaster, master.Kind);
        Assert.Equal([0x0A, 0x00], master.Identifier.ToArray());
        Assert.Equal([], master.Password.Reveal().ToArray());
        Assert.Equal("", master.Service);

        var hdfs = credentials.Tokens["hdfs alias"];
        Assert.Equal(TokenKinds.HdfsDelegation, hdfs.Kind);
        Assert.Equal(Enumerable.Range(0, 200).Select(i => (byte)i), hdfs.Identifier.ToArray());
        Assert.Equal([1, 2, 3, 4, 5], hdfs.Password.Reveal().ToArray());
        Assert.Equal("ha-hdfs:nné", hdfs.Service);

        Assert.Equal(2, credentials.Secrets.Count);
        Assert.Equal("hunter2", Encoding.UTF8.GetString(credentials.Secrets["skein.secret"].Reveal()));
        Assert.Equal(Enumerable.Range(0, 300).Select(i => (byte)(7 * i)), credentials.Secrets["big"].Reveal().ToArray());
    }

    [Theory]
    [InlineData("credentials-v0.bin")]
    [InlineData("credentials-am.bin")]
    public void A_real_file_is_written_bit_for_bit(string file)
    {
        var bytes = GoldenFile.ReadBytes(file);
        Assert.Equal(bytes, Credentials.Read(bytes).ToBytes());
    }

    [Fact]
    public void Credentials_of_an_application_master_hold_its_token()
    {
        var credentials = Credentials.Read(GoldenFile.ReadBytes("credentials-am.bin"));
        Assert.Same(credentials.Tokens[""], credentials.Find(TokenKinds.ApplicationMaster));
        var token = credentials.Find("MY_KIND", "svc");
        Assert.NotNull(token);
        Assert.Equal([1, 2], token.Identifier.ToArray());
        Assert.Equal([3, 4], token.Password.Reveal().ToArray());
        Assert.Equal("secret-bytes", Encoding.UTF8.GetString(credentials.Secrets["sec"].Reveal()));

        var children = credentials.Without(TokenKinds.ApplicationMaster);
        Assert.Null(children.Find(TokenKinds.ApplicationMaster));
        Assert.Equal(["my alias"], children.Tokens.Keys);
        Assert.Equal(["sec"], children.Secrets.Keys);
    }

    [Fact]
    public void Tokens_are_found_by_kind_and_service()
    {
        var credentials = new Credentials();
        var pair = new Token(new byte[] { 1 }, default, TokenKinds.ResourceManagerDelegation, "10.0.0.1:8032,10.0.0.2:8032");
        credentials.Add(pair);
        Assert.Same(pair, credentials.Find(TokenKinds.ResourceManagerDelegation));
        Assert.Same(pair, credentials.Find(TokenKinds.ResourceManagerDelegation, "10.0.0.2:8032"));
        Assert.Null(credentials.Find(TokenKinds.ResourceManagerDelegation, "10.0.0.2:803"));
        Assert.Null(credentials.Find(TokenKinds.ResourceManagerDelegation, ""));
        Assert.Null(credentials.Find(TokenKinds.HdfsDelegation, "10.0.0.1:8032"));
    }

    [Fact]
    public void The_newest_token_of_an_alias_wins()
    {
        var credentials = new Credentials();
        credentials.Add("a", new Token(new byte[] { 1 }, default, "K", "s"));
        credentials.Add("a", new Token(new byte[] { 2 }, default, "K", "s"));
        Assert.Equal([2], Assert.Single(credentials.Tokens).Value.Identifier.ToArray());
    }

    [Fact]
    public void No_credentials_are_a_file_of_seven_bytes()
    {
        Assert.True(new Credentials().IsEmpty);
        Assert.Equal(Convert.FromHexString("48445453000000"), new Credentials().ToBytes());
        Assert.True(Credentials.Read(Convert.FromHexString("48445453000000")).IsEmpty);
    }

    [Theory]
    [InlineData("", "HDTS")]
    [InlineData("48445454000000", "HDTS")]
    [InlineData("48445453", "format byte")]
    [InlineData("48445453020000", "format 2")]
    [InlineData("4844545300ff", "-1 entries")]
    [InlineData("48445453008c7fffffff", "2147483647 entries")]
    [InlineData("4844545300887fffffffffffffff", "32 bits")]
    [InlineData("4844545300000000", "follow")]
    [InlineData("4844545300010161018c7fffffff", "left")]
    [InlineData("484454530105", "left")]
    [InlineData("4844545301020a7f", "parsed")]
    public void Broken_files_are_refused(string hex, string reason)
    {
        var failure = Assert.Throws<InvalidDataException>(() => Credentials.Read(Convert.FromHexString(hex)));
        Assert.Contains(reason, failure.Message);
    }

    [Theory]
    [InlineData("credentials-v0.bin")]
    [InlineData("credentials-v1.bin")]
    public void Every_cut_of_a_real_file_is_refused(string file)
    {
        var bytes = GoldenFile.ReadBytes(file);
        for (var length = 0; length < bytes.Length; length++)
            Assert.Throws<InvalidDataException>(() => Credentials.Read(bytes.AsSpan(0, length)));
    }

    [Fact]
    public void Nothing_secret_is_printed()
    {
        var token = new Token(new byte[] { 1 }, new Secret("hunter2"u8.ToArray()), "K", "s");
        var credentials = new Credentials();
        credentials.Add("a", token);
        credentials.Add("b", new Secret("hunter2"u8.ToArray()));
        var user = new UserIdentity("alice", credentials);
        Assert.Equal("K for s", token.ToString());
        Assert.Equal("1 tokens, 1 secrets", credentials.ToString());
        Assert.Equal("alice", user.ToString());
        Assert.Equal("***", credentials.Secrets["b"].ToString());
    }
}
