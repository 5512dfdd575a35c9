using System.Net;
using Skein.ApplicationMaster.Api;

namespace Skein.ApplicationMaster.Tests.Api;

public sealed class ListenAddressTests
{
    [Theory]
    [InlineData("127.0.0.1", true, "127.0.0.1")]
    [InlineData("::1,127.0.0.1", true, "127.0.0.1")]
    [InlineData("::1", true, "::1")]
    [InlineData("10.0.0.5", true, "::")]
    [InlineData("10.0.0.5", false, "0.0.0.0")]
    [InlineData("127.0.1.1,10.0.0.5", true, "::")]
    [InlineData("", true, "::")]
    public void A_node_that_others_reach_is_listened_on_everywhere(string node, bool hasIPv6, string address)
    {
        IPAddress[] addresses = [.. node.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(IPAddress.Parse)];
        Assert.Equal(IPAddress.Parse(address), ListenAddress.Choose(addresses, hasIPv6));
    }
}
