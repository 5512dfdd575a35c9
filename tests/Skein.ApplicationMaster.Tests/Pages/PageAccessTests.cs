using System.Diagnostics;
using System.Net;
using Skein.ApplicationMaster.Tests.Support;
using Skein.Protocol;

namespace Skein.ApplicationMaster.Tests.Pages;

public sealed class PageAccessTests
{
    [Fact]
    public async Task Who_does_not_come_through_the_proxy_is_sent_there()
    {
        await using var pages = new TestPages(proxyHost: "192.0.2.1");
        using var response = await pages.SendAsync(HttpMethod.Get, "/pages/x/y?a=b", ("Cookie", "proxy-user=alice"));
        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
        Assert.Equal(
            pages.ProxyAddress.Replace("/proxy/", "/proxy/redirect/", StringComparison.Ordinal) + "pages/x/y?a=b",
            response.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task Proxy_may_be_named_by_all_addresses_of_this_machine()
    {
        await using var pages = new TestPages(proxyHost: "0.0.0.0");
        using var response = await pages.SendAsync(HttpMethod.Get, "/overview");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData(null, 403)]
    [InlineData("", 403)]
    [InlineData("eve", 403)]
    [InlineData("ALICE", 403)]
    [InlineData("alice", 200)]
    [InlineData("bob", 200)]
    [InlineData("\"bob\"", 200)]
    [InlineData("carol%20smith", 200)]
    [InlineData("carol+smith", 200)]
    public async Task With_access_rights_the_owner_and_ui_users_see_the_pages(string? user, int status)
    {
        await using var pages = new TestPages(WithRights(new Acls { Enable = true, UiUsers = { "bob", "carol smith" } }));
        foreach (var path in new[] { "/", "/overview", "/kv", "/pages/none/", "/favicon.ico" })
        {
            using var response = await pages.SendAsync(HttpMethod.Get, path, user is null ? [] : [("Cookie", $"other=1; proxy-user={user}")]);
            Assert.Equal(status == 403, response.StatusCode == HttpStatusCode.Forbidden);
            if (status == 403)
                Assert.Contains("no-cache", response.Headers.GetValues("Cache-Control").Last());
        }
    }

    [Fact]
    public async Task Everybody_the_proxy_lets_through_sees_pages_without_rights_or_with_a_star()
    {
        foreach (var rights in new[] { null, new Acls { UiUsers = { "bob" } }, new Acls { Enable = true, UiUsers = { "bob", "*" } } })
        {
            await using var pages = new TestPages(WithRights(rights));
            Assert.Equal(200, (await pages.GetAsync("/overview")).Status);
            Assert.Equal(200, (await pages.GetAsync("/overview", ("Cookie", "proxy-user=eve"))).Status);
        }
    }

    [Fact]
    public async Task Another_user_of_the_proxys_machine_is_no_proxy()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root can be somebody else");
        await using var pages = new TestPages();
        var ask = $"exec 3<>/dev/tcp/127.0.0.1/{pages.Port}; printf 'GET /kv HTTP/1.0\\r\\nCookie: proxy-user=alice\\r\\n\\r\\n' >&3; cat <&3";
        Assert.StartsWith("HTTP/1.1 200 ", await RunAsync("bash", "-c", ask));
        Assert.StartsWith("HTTP/1.1 302 ", await RunAsync("setpriv", "--reuid=4321", "--regid=4321", "--clear-groups", "bash", "-c", ask));
    }

    private static ApplicationSpec WithRights(Acls? rights)
    {
        var specification = YarnMessages.ApplicationOf(("worker", YarnMessages.Service(0)));
        specification.Acls = rights;
        return specification;
    }

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return output;
    }
}
