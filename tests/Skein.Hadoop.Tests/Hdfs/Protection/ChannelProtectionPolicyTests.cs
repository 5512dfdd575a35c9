using Skein.Hadoop.Hdfs.DataTransfer;
using Skein.Hadoop.Hdfs.DataTransfer.Protection;
using Skein.Hadoop.Security;

namespace Skein.Hadoop.Tests.Hdfs.Protection;

public sealed class ChannelProtectionPolicyTests
{
    private static readonly DataTransferOptions Simple = new();
    private static readonly DataTransferOptions Secure = new() { IsSecure = true, Protection = [QualityOfProtection.Privacy] };

    [Fact]
    public void An_encrypting_name_node_goes_before_everything()
    {
        foreach (var options in new[] { Simple, Secure, Simple with { RequireEncryption = true } })
        {
            foreach (var port in new[] { 80, 9866 })
                Assert.Equal(ChannelProtection.EncryptionKey, Decide(options, nameNodeEncrypts: true, port));
        }
    }

    [Fact]
    public void A_name_node_that_encrypts_nothing_is_refused_where_encryption_is_required()
    {
        var refusal = Assert.Throws<DataTransferException>(() => Decide(Simple with { RequireEncryption = true }));
        Assert.Contains("dfs.encrypt.data.transfer is true here", refusal.Message);
    }

    [Fact]
    public void Only_a_secure_cluster_with_the_setting_and_an_unprivileged_port_logs_in_by_block_token()
    {
        Assert.Equal(ChannelProtection.BlockToken, Decide(Secure, port: 1024));
        Assert.Equal(ChannelProtection.None, Decide(Secure, port: 1023));
        Assert.Equal(ChannelProtection.None, Decide(Secure with { Protection = [] }));
        Assert.Equal(ChannelProtection.None, Decide(Secure with { IsSecure = false }));
    }

    [Fact]
    public void A_secure_client_without_a_block_token_needs_the_permission_to_fall_back()
    {
        var refusal = Assert.Throws<DataTransferException>(() => Decide(Secure, hasBlockToken: false));
        Assert.Contains("dfs.block.access.token.enable", refusal.Message);
        Assert.Equal(ChannelProtection.None, Decide(Secure with { AllowSimpleFallback = true }, hasBlockToken: false));
        Assert.Equal(ChannelProtection.BlockToken, Decide(Secure with { AllowSimpleFallback = true }));
    }

    private static ChannelProtection Decide(
        DataTransferOptions options, bool nameNodeEncrypts = false, int port = 9866, bool hasBlockToken = true) =>
        ChannelProtectionPolicy.Decide(options, nameNodeEncrypts, port, hasBlockToken);
}
