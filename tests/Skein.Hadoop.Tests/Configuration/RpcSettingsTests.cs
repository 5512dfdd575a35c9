using Skein.Hadoop.Configuration;
using Skein.Hadoop.Rpc;
using Skein.Hadoop.Security;

namespace Skein.Hadoop.Tests.Configuration;

public sealed class RpcSettingsTests
{
    [Fact]
    public void Without_settings_the_defaults_hold()
    {
        var (expected, read) = (new RpcOptions(), Read());
        Assert.Equal(expected with { Protection = [], Retry = expected.Retry }, read with { Protection = [], Retry = expected.Retry });
        Assert.Equal(expected.Retry, read.Retry);
    }

    [Fact]
    public void What_Hadoop_calls_without_limit_still_has_one()
    {
        var defaults = new RpcOptions();
        var read = Read(
            (ConfigurationKeys.MaximumResponseLength, "-1"),
            (ConfigurationKeys.RpcTimeout, "0"),
            (ConfigurationKeys.ConnectTimeout, "-1"),
            (ConfigurationKeys.PingInterval, "0"),
            (ConfigurationKeys.ConnectionMaximumIdle, "0"));
        Assert.Equal(defaults.MaxResponseLength, read.MaxResponseLength);
        Assert.Equal(defaults.CallTimeout, read.CallTimeout);
        Assert.Equal(defaults.ConnectTimeout, read.ConnectTimeout);
        Assert.Equal(defaults.PingInterval, read.PingInterval);
        Assert.Equal(defaults.IdleTimeout, read.IdleTimeout);
    }

    [Fact]
    public void A_secure_cluster_falls_back_to_no_login_only_when_told_to()
    {
        Assert.True(Read().AllowSimpleFallback);
        Assert.False(Read((ConfigurationKeys.Authentication, "kerberos")).AllowSimpleFallback);
        Assert.True(Read((ConfigurationKeys.Authentication, "kerberos"), (ConfigurationKeys.FallbackToSimpleAllowed, "true")).AllowSimpleFallback);
    }

    [Fact]
    public void Protection_is_a_list_of_known_words()
    {
        Assert.Equal(
            [QualityOfProtection.Privacy, QualityOfProtection.Integrity],
            Read((ConfigurationKeys.RpcProtection, "privacy, integrity")).Protection);
        var message = Assert.Throws<HadoopConfigurationException>(() => Read((ConfigurationKeys.RpcProtection, "secret"))).Message;
        Assert.Contains("hadoop.rpc.protection is 'secret'", message, StringComparison.Ordinal);
    }

    private static RpcOptions Read(params (string Key, string Value)[] settings) => RpcSettings.Read(
        HadoopConfiguration.FromProperties(settings.Select(static setting => KeyValuePair.Create(setting.Key, setting.Value))));
}
