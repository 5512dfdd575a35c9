using System.Security.Authentication;
using Skein.Hadoop.Security;

namespace Skein.Hadoop.Tests.Security;

public sealed class ServerPrincipalTests
{
    private const string Key = "dfs.namenode.kerberos.principal";

    [Theory]
    [InlineData("hdfs/nn1.example.com@EXAMPLE.COM", "anything", "hdfs/nn1.example.com@EXAMPLE.COM")]
    [InlineData("hdfs/_HOST@EXAMPLE.COM", "NN1.example.com", "hdfs/nn1.example.com@EXAMPLE.COM")]
    [InlineData("hdfs/_HOST@EXAMPLE.COM", "10.0.0.1", "hdfs/nn1.example.com@EXAMPLE.COM")]
    [InlineData("hdfs/_HOST", "nn1.example.com", "hdfs/nn1.example.com")]
    public void The_configured_name_is_expected(string name, string dialled, string principal) =>
        Assert.Equal(principal, Check(new ServerPrincipal(Key, name), "hdfs", "nn1.example.com", dialled));

    [Theory]
    [InlineData("hdfs/_HOST@EXAMPLE.COM", "hdfs", "evil.example.com")]
    [InlineData("hdfs/_HOST@EXAMPLE.COM", "mapred", "nn1.example.com")]
    [InlineData("hdfs/nn2.example.com@EXAMPLE.COM", "hdfs", "nn1.example.com")]
    public void Another_name_is_refused_with_the_setting(string name, string protocol, string serverId)
    {
        var message = Refusal(new ServerPrincipal(Key, name), protocol, serverId);
        Assert.Contains($"calls itself {protocol}/{serverId}", message);
        Assert.Contains($"{Key} ({name}) expects", message);
    }

    [Theory]
    [InlineData(null, "does not say who it has to be")]
    [InlineData("", "does not say who it has to be")]
    [InlineData("hdfs@EXAMPLE.COM", "names no host")]
    [InlineData("a/b/c@EXAMPLE.COM", "is no Kerberos principal")]
    public void A_setting_that_does_not_help_is_named(string? name, string reason)
    {
        var message = Refusal(new ServerPrincipal(Key, name), "hdfs", "nn1.example.com");
        Assert.Contains(reason, message);
        Assert.Contains(Key, message);
    }

    [Theory]
    [InlineData("hdfs/*@EXAMPLE.COM", true)]
    [InlineData("hdfs/nn?.example.com@EXAMPLE.COM", true)]
    [InlineData("hdfs/nn[12].{example,other}.com@EXAMPLE.COM", true)]
    [InlineData("*", true)]
    [InlineData("hdfs/nn1@EXAMPLE.COM", false)]
    [InlineData("hdfs/*@OTHER.COM", true)]
    [InlineData("yarn/*@EXAMPLE.COM", false)]
    [InlineData("hdfs/{nn1", false)]
    public void A_pattern_takes_the_place_of_the_name(string pattern, bool isAllowed)
    {
        var expected = new ServerPrincipal(Key, "yarn/_HOST@EXAMPLE.COM", pattern);
        if (isAllowed)
            Assert.StartsWith("hdfs/nn1.example.com@", Check(expected, "hdfs", "nn1.example.com", "nn1"));
        else
            Assert.Contains($"{Key}.pattern ({pattern}) does not allow", Refusal(expected, "hdfs", "nn1.example.com"));
    }

    [Fact]
    public void A_ticket_is_asked_of_the_realm_that_the_pattern_names() =>
        Assert.Equal("hdfs/nn@OTHER.COM", Check(new ServerPrincipal(Key, null, "hdfs/*@OTHER.COM"), "hdfs", "nn", "nn"));

    [Theory]
    [InlineData("hdfs", "nn@EVIL.COM")]
    [InlineData("hdfs", "nn/x")]
    [InlineData("", "nn")]
    [InlineData("hdfs", "")]
    [InlineData("hdfs", "nn\\@x")]
    [InlineData("hdfs", "nn\nx")]
    public void A_name_that_is_none_is_refused_before_anything(string protocol, string serverId) =>
        Assert.Contains("no Kerberos name", Refusal(new ServerPrincipal(Key, null, "*"), protocol, serverId));

    private static string Check(ServerPrincipal expected, string protocol, string serverId, string dialled) =>
        expected.Check(protocol, serverId, dialled, () => "nn1.example.com", () => "DEFAULT.COM");

    private static string Refusal(ServerPrincipal expected, string protocol, string serverId) =>
        Assert.Throws<AuthenticationException>(() => Check(expected, protocol, serverId, "nn1.example.com")).Message;
}
