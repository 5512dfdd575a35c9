using Skein.Hadoop.Configuration;
using Skein.Hadoop.Rpc;

namespace Skein.Hadoop.Tests.Configuration;

public sealed class NameServiceTests
{
    private static readonly (string Key, string Value)[] Pair =
    [
        ("dfs.nameservices", "archive, Prod"),
        ("dfs.ha.namenodes.Prod", "nn1, nn2"),
        ("dfs.namenode.rpc-address.Prod.nn1", "one:9000"),
        ("dfs.namenode.rpc-address.Prod.nn2", "two"),
    ];

    private static NameService? Find(string uri, params (string Key, string Value)[] properties) => NameService.Find(
        HadoopConfiguration.FromProperties(properties.Select(p => KeyValuePair.Create(p.Key, p.Value))),
        new Uri(uri),
        ConfigurationKeys.NameNodeAddress,
        defaultPort: 8020);

    private static string Refusal(string uri, params (string Key, string Value)[] properties) =>
        Assert.Throws<HadoopConfigurationException>(() => Find(uri, properties)).Message;

    [Fact]
    public void A_name_stands_for_its_NameNodes_in_their_order()
    {
        var service = Find("hdfs://Prod/a", Pair)!;
        Assert.Equal(("Prod", "ha-hdfs:Prod"), (service.Name, service.TokenService));
        Assert.Equal(
            [
                new HadoopEndpoint("one", 9000, "dfs.namenode.rpc-address.Prod.nn1"),
                new HadoopEndpoint("two", 8020, "dfs.namenode.rpc-address.Prod.nn2"),
            ],
            service.NameNodes);
    }

    [Fact]
    public void A_name_that_a_list_does_not_mention_is_one_if_it_has_NameNodes() => Assert.Single(
        Find("hdfs://ns", ("dfs.ha.namenodes.ns", "nn1"), ("dfs.namenode.rpc-address.ns.nn1", "one"))!.NameNodes);

    [Theory]
    [InlineData("hdfs://one:9000")]
    [InlineData("hdfs://other")]
    [InlineData("hdfs://archive:8020")]
    public void A_host_is_none(string uri) => Assert.Null(Find(uri, Pair));

    [Fact]
    public void A_port_behind_a_name_is_refused() => Assert.Contains("write hdfs://Prod", Refusal("hdfs://Prod:9000", Pair));

    [Fact]
    public void The_usual_port_behind_a_name_is_none() => Assert.Equal("Prod", Find("hdfs://prod:8020", Pair)!.Name);

    [Fact]
    public void A_name_without_NameNodes_is_refused_with_the_key_that_is_missing() =>
        Assert.Contains("dfs.ha.namenodes.archive does not name its NameNodes", Refusal("hdfs://archive", Pair));

    [Fact]
    public void A_NameNode_without_an_address_is_refused_with_the_key_that_is_missing() =>
        Assert.Contains("dfs.namenode.rpc-address.Prod.nn2 is needed", Refusal("hdfs://Prod", Pair[..3]));

    [Fact]
    public void An_empty_list_of_NameNodes_is_refused() =>
        Assert.Contains("dfs.ha.namenodes.ns names no NameNode", Refusal("hdfs://ns", ("dfs.ha.namenodes.ns", ",")));
}
