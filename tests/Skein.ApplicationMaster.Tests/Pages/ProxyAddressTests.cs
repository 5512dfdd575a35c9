using Skein.ApplicationMaster.Pages;
using Skein.Hadoop.Configuration;

namespace Skein.ApplicationMaster.Tests.Pages;

public sealed class ProxyAddressTests
{
    [Fact]
    public void Pages_are_behind_the_ResourceManager() =>
        Assert.Equal(["http://rm:8088/proxy/application_1_0001/"], Find(("yarn.resourcemanager.hostname", "rm")));

    [Fact]
    public void A_web_address_of_its_own_counts_before_the_host_name() =>
        Assert.Equal(
            ["http://web:80/proxy/application_1_0001/"],
            Find(("yarn.resourcemanager.hostname", "rm"), ("yarn.resourcemanager.webapp.address", "web:80")));

    [Fact]
    public void A_proxy_that_runs_by_itself_counts_before_the_ResourceManager() =>
        Assert.Equal(
            ["http://proxy:9099/proxy/application_1_0001/"],
            Find(("yarn.resourcemanager.hostname", "rm"), ("yarn.web-proxy.address", "proxy:9099")));

    [Fact]
    public void An_empty_proxy_address_means_none() =>
        Assert.Equal(
            ["http://rm:8088/proxy/application_1_0001/"],
            Find(("yarn.resourcemanager.hostname", "rm"), ("yarn.web-proxy.address", "")));

    [Theory]
    [InlineData("HTTPS_ONLY", "https://rm:8090/proxy/application_1_0001/")]
    [InlineData("HTTP_ONLY", "http://rm:8088/proxy/application_1_0001/")]
    public void The_policy_decides_the_scheme(string policy, string expected) =>
        Assert.Equal([expected], Find(("yarn.resourcemanager.hostname", "rm"), ("yarn.http.policy", policy)));

    [Fact]
    public void Each_of_several_ResourceManagers_has_an_address() =>
        Assert.Equal(
            ["http://a:8088/proxy/application_1_0001/", "http://b:80/proxy/application_1_0001/"],
            Find(
                ("yarn.resourcemanager.ha.enabled", "true"),
                ("yarn.resourcemanager.ha.rm-ids", "rm1,rm2"),
                ("yarn.resourcemanager.hostname.rm1", "a"),
                ("yarn.resourcemanager.webapp.address.rm2", "b:80")));

    [Theory]
    [InlineData("0.0.0.0:8088", "http://node:8088/proxy/application_1_0001/")]
    [InlineData("[2001:db8::1]:8088", "http://[2001:db8::1]:8088/proxy/application_1_0001/")]
    public void An_address_can_be_opened_as_it_is_told(string setting, string expected) =>
        Assert.Equal([expected], Find(("yarn.resourcemanager.webapp.address", setting)));

    [Fact]
    public void A_malformed_address_is_named() => Assert.Contains(
        "yarn.web-proxy.address",
        Assert.Throws<HadoopConfigurationException>(() => Find(("yarn.web-proxy.address", "proxy:port"))).Message,
        StringComparison.Ordinal);

    private static IReadOnlyList<string> Find(params (string Key, string Value)[] properties) => ProxyAddress.Find(
        HadoopConfiguration.FromProperties(properties.Select(static p => KeyValuePair.Create(p.Key, p.Value))), "/proxy/application_1_0001", "node");
}
