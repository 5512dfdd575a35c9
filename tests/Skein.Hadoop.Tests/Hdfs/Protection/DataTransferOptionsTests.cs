using System.Net;
using Skein.Hadoop.Configuration;
using Skein.Hadoop.Hdfs;
using Skein.Hadoop.Hdfs.DataTransfer.Protection;
using Skein.Hadoop.Security;

namespace Skein.Hadoop.Tests.Hdfs.Protection;

public sealed class DataTransferOptionsTests
{
    private const string Resolvers = "org.apache.hadoop.hdfs.protocol.datatransfer.";

    [Fact]
    public void Without_settings_nothing_is_protected()
    {
        var options = Read();
        Assert.False(options.IsSecure || options.AllowSimpleFallback || options.RequireEncryption || options.OfferAes);
        Assert.Empty(options.Protection);
        Assert.Equal(16, options.MinimumKeyLength);
        Assert.False(options.Trusted.Trusts(IPAddress.Loopback, IPAddress.Loopback));
    }

    [Fact]
    public void Settings_are_read()
    {
        var options = Read(
            ("hadoop.security.authentication", "kerberos"),
            ("dfs.data.transfer.protection", "privacy, integrity"),
            ("dfs.encrypt.data.transfer", "true"),
            ("dfs.encrypt.data.transfer.cipher.suites", "AES/CTR/NoPadding"),
            ("dfs.encrypt.data.transfer.cipher.key.bitlength", "256"),
            ("ipc.client.fallback-to-simple-auth-allowed", "true"));
        Assert.True(options.IsSecure && options.AllowSimpleFallback && options.RequireEncryption && options.OfferAes);
        Assert.Equal([QualityOfProtection.Privacy, QualityOfProtection.Integrity], options.Protection);
        Assert.Equal(32, options.MinimumKeyLength);
    }

    [Theory]
    [InlineData("dfs.data.transfer.protection", "encrypted", "authentication, integrity or privacy")]
    [InlineData("dfs.encrypt.data.transfer.cipher.suites", "SM4/CTR/NoPadding", "AES/CTR/NoPadding")]
    [InlineData("dfs.encrypt.data.transfer.cipher.key.bitlength", "64", "128, 192 or 256")]
    public void A_value_that_can_not_be_used_is_refused_with_its_place(string key, string value, string advice)
    {
        var refusal = Assert.Throws<HadoopConfigurationException>(() => Read((key, value)));
        Assert.StartsWith($"given: {key} is", refusal.Message);
        Assert.Contains(advice, refusal.Message);
    }

    [Fact]
    public void A_list_of_trusted_addresses_must_have_both_ends()
    {
        using var list = new TemporaryList("# ours\n10.0.0.0/8\n\n192.168.1.1\n");
        var trusted = Read(
            ("dfs.trustedchannel.resolver.class", Resolvers + "WhitelistBasedTrustedChannelResolver"),
            ("dfs.datatransfer.client.fixedwhitelist.file", list.Path),
            ("dfs.datatransfer.server.fixedwhitelist.file", "/nonexistent"),
            ("dfs.datatransfer.server.variablewhitelist.enable", "true"),
            ("dfs.datatransfer.server.variablewhitelist.file", list.Path)).Trusted;
        Assert.True(trusted.Trusts(IPAddress.Parse("10.1.2.3"), IPAddress.Parse("192.168.1.1")));
        Assert.True(trusted.Trusts(IPAddress.Parse("10.1.2.3"), IPAddress.Parse("::ffff:10.0.0.1")));
        Assert.False(trusted.Trusts(IPAddress.Parse("10.1.2.3"), IPAddress.Parse("192.168.1.2")));
        Assert.False(trusted.Trusts(IPAddress.Parse("11.1.2.3"), IPAddress.Parse("192.168.1.1")));
    }

    [Fact]
    public void A_list_of_distrusted_addresses_trusts_the_others()
    {
        using var list = new TemporaryList("10.0.0.0/8\n");
        var trusted = Read(
            ("dfs.trustedchannel.resolver.class", Resolvers + "BlackListBasedTrustedChannelResolver"),
            ("dfs.datatransfer.client.fixedBlackList.file", list.Path),
            ("dfs.datatransfer.server.fixedBlackList.file", list.Path)).Trusted;
        Assert.True(trusted.Trusts(IPAddress.Parse("11.1.2.3"), IPAddress.Parse("192.168.1.1")));
        Assert.False(trusted.Trusts(IPAddress.Parse("11.1.2.3"), IPAddress.Parse("10.1.1.1")));
        Assert.False(trusted.Trusts(IPAddress.Parse("10.1.2.3"), IPAddress.Parse("11.1.1.1")));
    }

    [Fact]
    public void A_class_of_the_sites_own_trusts_nobody() =>
        Assert.False(Read(("dfs.trustedchannel.resolver.class", "com.example.Trusting")).Trusted.Trusts(IPAddress.Loopback, IPAddress.Loopback));

    [Fact]
    public void A_line_that_is_no_address_is_refused_with_its_file()
    {
        using var list = new TemporaryList("node1.example.com\n");
        var refusal = Assert.Throws<HadoopConfigurationException>(() => Read(
            ("dfs.trustedchannel.resolver.class", Resolvers + "WhitelistBasedTrustedChannelResolver"),
            ("dfs.datatransfer.client.fixedwhitelist.file", list.Path)));
        Assert.StartsWith($"{list.Path}: \"node1.example.com\" is neither", refusal.Message);
    }

    private static DataTransferOptions Read(params (string Key, string Value)[] settings) => HdfsOptions.FromConfiguration(
        HadoopConfiguration.FromProperties(settings.Select(setting => KeyValuePair.Create(setting.Key, setting.Value))), "testuser").DataTransfer;

    private sealed class TemporaryList : IDisposable
    {
        public TemporaryList(string content) => File.WriteAllText(Path, content);

        public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"skein-list-{Guid.NewGuid():N}");

        public void Dispose() => File.Delete(Path);
    }
}
