using System.Text;
using Skein.Hadoop.Configuration;
using Skein.Hadoop.Rpc;

namespace Skein.Hadoop.Tests.Configuration;

public sealed class HadoopConfigurationTests
{
    private static HadoopConfiguration Of(params (string Key, string Value)[] properties) =>
        HadoopConfiguration.FromProperties(properties.Select(p => KeyValuePair.Create(p.Key, p.Value)));

    [Theory]
    [InlineData("20", 20_000)]
    [InlineData("20s", 20_000)]
    [InlineData("20 S", 20_000)]
    [InlineData("5ms", 5)]
    [InlineData("2m", 120_000)]
    [InlineData("1h", 3_600_000)]
    [InlineData("1d", 86_400_000)]
    [InlineData("3000us", 3)]
    [InlineData("3000000ns", 3)]
    [InlineData("-1", -1000)]
    public void Durations_take_suffixes(string text, long milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), Of(("a", text)).GetDuration("a", TimeSpan.Zero, DurationUnit.Seconds));

    [Fact]
    public void A_duration_without_suffix_counts_milliseconds_unless_told_otherwise() =>
        Assert.Equal(TimeSpan.FromMilliseconds(20), Of(("a", "20")).GetDuration("a", TimeSpan.Zero));

    [Fact]
    public void A_duration_longer_than_time_is_the_longest() =>
        Assert.Equal(TimeSpan.MaxValue, Of(("a", long.MaxValue.ToString())).GetDuration("a", TimeSpan.Zero));

    [Theory]
    [InlineData("1", 1)]
    [InlineData("64k", 65536)]
    [InlineData("64 K", 65536)]
    [InlineData("128m", 134217728)]
    [InlineData("1g", 1L << 30)]
    [InlineData("1t", 1L << 40)]
    [InlineData("1p", 1L << 50)]
    [InlineData("-2k", -2048)]
    public void Sizes_take_binary_suffixes(string text, long bytes) => Assert.Equal(bytes, Of(("a", text)).GetSize("a", 0));

    [Theory]
    [InlineData("9223372036854775807k")]
    [InlineData("k")]
    [InlineData("1kb")]
    [InlineData("1.5g")]
    public void A_size_that_is_none_is_named(string text)
    {
        var message = Assert.Throws<HadoopConfigurationException>(() => Of(("a", text)).GetSize("a", 0)).Message;
        Assert.Equal($"given: a is \"{text}\", which is no size such as 64k or 128m", message);
    }

    [Theory]
    [InlineData("0", 7_000)]
    [InlineData("-1", 7_000)]
    [InlineData("250", 250)]
    [InlineData("100000d", 40L * 24 * 60 * 60 * 1000)]
    public void A_timeout_is_always_one_that_a_timer_can_keep(string text, long milliseconds) => Assert.Equal(
        TimeSpan.FromMilliseconds(milliseconds), Of(("a", text)).GetTimeout("a", TimeSpan.FromSeconds(7)));

    [Fact]
    public void Numbers_and_flags_that_are_none_are_named()
    {
        var configuration = Of(("a", "x"), ("large", "4294967296"));
        Assert.Contains("a is \"x\"", Assert.Throws<HadoopConfigurationException>(() => configuration.GetInt("a", 0)).Message);
        Assert.Contains("a is \"x\"", Assert.Throws<HadoopConfigurationException>(() => configuration.GetBool("a", false)).Message);
        Assert.Contains("a is \"x\"", Assert.Throws<HadoopConfigurationException>(() => configuration.GetDuration("a", default)).Message);
        Assert.Contains("too large", Assert.Throws<HadoopConfigurationException>(() => configuration.GetInt("large", 0)).Message);
        Assert.Equal(4294967296, configuration.GetLong("large", 0));
    }

    [Fact]
    public void Fallbacks_stand_in_for_unset_and_empty_values()
    {
        var configuration = Of(("empty", ""));
        Assert.Equal("f", configuration.Get("unset", "f"));
        Assert.Equal(7, configuration.GetInt("empty", 7));
        Assert.True(configuration.GetBool("unset", true));
        Assert.Equal(TimeSpan.MaxValue, configuration.GetDuration("unset", TimeSpan.MaxValue));
        Assert.Empty(configuration.GetList("unset"));
    }

    [Fact]
    public void Lists_are_trimmed() => Assert.Equal(["x", "y z"], Of(("a", " x,, y z ,")).GetList("a"));

    [Fact]
    public void Renamed_keys_are_found_under_both_names()
    {
        var configuration = Of(("fs.default.name", "hdfs://host"));
        Assert.Equal("hdfs://host", configuration.Get(ConfigurationKeys.DefaultFileSystem));
        Assert.Equal("hdfs://host", configuration.Get("fs.default.name"));
        Assert.Equal("given", configuration.SourceOf("fs.default.name"));
    }

    [Theory]
    [InlineData("host", "host", 1)]
    [InlineData("host:2", "host", 2)]
    [InlineData("hdfs://host:2/", "host", 2)]
    [InlineData("[::1]:2", "::1", 2)]
    [InlineData("[::1]", "::1", 1)]
    public void Addresses_are_parsed(string text, string host, int port) =>
        Assert.Equal(new HadoopEndpoint(host, port, "a"), Of(("a", text)).GetEndpoint("a", 1));

    [Theory]
    [InlineData("host:0")]
    [InlineData("host:65536")]
    [InlineData("host:-1")]
    [InlineData("host:port")]
    [InlineData(":1")]
    [InlineData("two words")]
    public void An_address_that_is_none_is_named(string text) =>
        Assert.Contains($"a is \"{text}\"", Assert.Throws<HadoopConfigurationException>(() => Of(("a", text)).GetEndpoint("a", 1)).Message);

    [Fact]
    public void An_address_that_is_needed_and_missing_is_named() =>
        Assert.StartsWith("a is needed", Assert.Throws<HadoopConfigurationException>(() => Of().GetEndpoint("a", 1)).Message);

    [Fact]
    public void The_effective_configuration_survives_the_journey()
    {
        using var site = new SiteDirectory();
        site.Environment["WHO"] = "alice";
        site.WriteProperties("core-site.xml", SiteDirectory.Property("b", "&lt;${env.WHO}&gt;"), SiteDirectory.Property("a", "x"));

        var file = site.Write("shipped.xml", Encoding.UTF8.GetString(site.Load().ToXml()));
        var shipped = HadoopConfiguration.LoadFile(file, static _ => null);

        Assert.Equal("<alice>", shipped.Get("b"));
        Assert.Equal("x", shipped.Get("a"));
        Assert.EndsWith("/core-site.xml:3", shipped.SourceOf("a"));
    }

    [Fact]
    public void The_effective_configuration_does_not_depend_on_the_order_of_properties()
    {
        var xml = Of(("b", "2"), ("a", "1")).ToXml();
        Assert.Equal(xml, Of(("a", "1"), ("b", "2")).ToXml());
        Assert.StartsWith("<?xml", Encoding.UTF8.GetString(xml));
    }

    [Theory]
    [InlineData("ssl.server.keystore.password")]
    [InlineData("hadoop.security.group.mapping.ldap.bind.PASSWORD")]
    [InlineData("fs.s3a.secret.key")]
    [InlineData("fs.s3a.access.key")]
    [InlineData("fs.azure.account.key.youraccount.blob.core.windows.net")]
    [InlineData("hadoop.security.credential.provider.path")]
    [InlineData("dfs.adls.oauth2.refresh.token")]
    public void Secrets_are_not_shipped(string key)
    {
        var xml = Encoding.UTF8.GetString(Of((key, "hunter2"), ("kept", "yes")).ToXml());
        Assert.DoesNotContain("hunter2", xml);
        Assert.Contains("kept", xml);
    }

    [Theory]
    [InlineData("hadoop.security.token.service.use_ip")]
    [InlineData("hadoop.security.key.provider.path")]
    [InlineData("hadoop.security.auth_to_local")]
    public void Settings_that_only_sound_secret_are_shipped(string key) =>
        Assert.Contains(key, Encoding.UTF8.GetString(Of((key, "value")).ToXml()));
}
