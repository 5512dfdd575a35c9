using Google.Protobuf;
using Skein.Client;
using Skein.Grpc;
using Skein.Protocol;

namespace Skein.Tests.Client;

public sealed class WebPagesTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pages_are_added_and_removed()
    {
        await using var master = await FakeApplicationMaster.StartAsync();
        using var client = master.Connect();
        await client.Pages.AddAsync("status", "http://node:1/s", "Status", Cancellation);
        await client.Pages.AddAsync("hidden", "http://node:2", linkName: null, Cancellation);
        await client.Pages.RemoveAsync("status", Cancellation);
        IMessage[] expected =
        [
            new Proxy { Route = "status", Target = "http://node:1/s", LinkName = "Status" },
            new Proxy { Route = "hidden", Target = "http://node:2" },
            new RemoveProxyRequest { Route = "status" },
        ];
        Assert.Equal(expected, master.Requests);
    }

    [Fact]
    public async Task Pages_are_listed_with_the_address_users_open()
    {
        await using var master = await FakeApplicationMaster.StartAsync();
        using var client = master.Connect();
        master.WebInterface.MergeFrom(new UIInfoResponse
        {
            UiAddress = { "http://rm:8088/proxy/application_1_0001/", "http://rm2:8088/proxy/application_1_0001/" }, ProxyPrefix = "/pages",
        });
        master.Pages.Proxy.Add(new Proxy { Route = "status", Target = "http://node:1/s", LinkName = "Status" });
        master.Pages.Proxy.Add(new Proxy { Route = "hidden", Target = "http://node:2" });
        Assert.Equal("http://rm:8088/proxy/application_1_0001/", await client.Pages.AddressAsync(Cancellation));
        Assert.Equal(
            [
                new WebPage("hidden", "http://node:2", null, "http://rm:8088/proxy/application_1_0001/pages/hidden"),
                new WebPage("status", "http://node:1/s", "Status", "http://rm:8088/proxy/application_1_0001/pages/status"),
            ],
            await client.Pages.ListAsync(Cancellation));
    }

    [Fact]
    public async Task An_application_master_without_an_address_is_told_of()
    {
        await using var master = await FakeApplicationMaster.StartAsync();
        using var client = master.Connect();
        var e = await Assert.ThrowsAsync<GrpcException>(() => client.Pages.AddressAsync(Cancellation));
        Assert.Equal("The application master does not know where its web interface is", e.Message);
    }
}
