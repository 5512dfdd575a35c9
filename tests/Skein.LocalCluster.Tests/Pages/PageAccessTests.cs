using System.Diagnostics;
using System.Net;
using Skein.Hadoop.Processes;

namespace Skein.LocalCluster.Tests.Pages;

public sealed class PageAccessTests : IAsyncDisposable
{
    private bool _isOwner;
    private readonly TestSite _site;

    public PageAccessTests() => _site = new TestSite((_, _) => _isOwner);

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Theory]
    [InlineData("/")]
    [InlineData("/cluster")]
    [InlineData("/nowhere")]
    [InlineData("/ws/v1/cluster/info")]
    [InlineData("/ws/v1/node/containers/container_1_0001_01_000001/logs")]
    [InlineData("/proxy/application_1_0001/")]
    [InlineData("/cluster?token=guess")]
    public async Task Stranger_sees_nothing(string path)
    {
        var (status, text) = await _site.GetAsync(path);
        Assert.Equal(403, status);
        Assert.DoesNotContain(_site.Token, text);
    }

    [Fact]
    public async Task Token_becomes_a_cookie_that_opens_the_pages()
    {
        using var response = await _site.SendAsync(HttpMethod.Get, $"/cluster?a=b&token={_site.Token}&c=d");
        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
        Assert.Equal("/cluster?a=b&c=d", response.Headers.Location!.OriginalString);
        var cookie = Assert.Single(response.Headers.GetValues("Set-Cookie"));
        Assert.Equal($"skein-cluster-{_site.Port}={_site.Token}; Path=/; HttpOnly; SameSite=Strict", cookie);
        Assert.Equal(200, (await _site.GetAsync("/cluster", ("Cookie", "other=1; " + cookie.Split(';')[0]))).Status);
        Assert.Equal(403, (await _site.GetAsync("/cluster", ("Cookie", $"skein-cluster-{_site.Port}={_site.Token}x"))).Status);
        Assert.Equal(403, (await _site.GetAsync("/cluster", ("Cookie", $"skein-cluster-1={_site.Token}"))).Status);
    }

    [Fact]
    public async Task Owners_programs_need_no_token_but_other_sites_do_not_speak_for_them()
    {
        _isOwner = true;
        Assert.Equal(200, (await _site.GetAsync("/cluster")).Status);
        Assert.Equal(200, (await _site.GetAsync("/cluster", ("Sec-Fetch-Site", "none"))).Status);
        Assert.Equal(403, (await _site.GetAsync("/cluster", ("Sec-Fetch-Site", "cross-site"))).Status);
        Assert.Equal(403, (await _site.GetAsync("/cluster", ("Sec-Fetch-Site", "same-site"))).Status);
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("localhost.evil.example:8088")]
    public async Task Other_name_for_the_address_is_refused(string host)
    {
        _isOwner = true;
        Assert.Equal(403, (await _site.GetAsync("/cluster", ("Host", host))).Status);
    }

    [Fact]
    public async Task Request_without_a_host_is_refused()
    {
        _isOwner = true;
        Assert.StartsWith("HTTP/1.1 403 ", await RawClient.AskAsync(_site.Port, "GET /cluster HTTP/1.0\r\n\r\n"));
        Assert.StartsWith("HTTP/1.1 200 ", await RawClient.AskAsync(_site.Port, "GET /cluster HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n"));
    }

    [Fact]
    public async Task Pages_are_only_looked_at()
    {
        _isOwner = true;
        using var response = await _site.SendAsync(HttpMethod.Post, "/cluster");
        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
    }

    [Fact]
    public async Task Hadoops_clients_may_begin_by_asking_for_the_options()
    {
        using var refused = await _site.SendAsync(HttpMethod.Options, "/ws/v1/cluster/info");
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        _isOwner = true;
        using var response = await _site.SendAsync(HttpMethod.Options, "/ws/v1/cluster/info?user.name=alice");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.False(response.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task Kernel_tells_who_is_at_the_other_end()
    {
        await using var site = new TestSite(SocketUsers.IsSameUser);
        Assert.Equal(200, (await site.GetAsync("/cluster")).Status);
        using var version4 = await RawClient.ConnectAsync(site.Port);
        var server = new IPEndPoint(IPAddress.Loopback, site.Port);
        Assert.True(SocketUsers.IsSameUser(version4.Local, server));
        Assert.False(SocketUsers.IsSameUser(server, version4.Local) && SocketUsers.IsSameUser(new IPEndPoint(IPAddress.Loopback, 1), server));
    }

    [Fact]
    public async Task Another_user_of_the_machine_is_a_stranger()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root can be somebody else");
        await using var site = new TestSite(SocketUsers.IsSameUser);
        var ask = $"exec 3<>/dev/tcp/127.0.0.1/{site.Port}; printf 'GET /cluster HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3; cat <&3";
        Assert.StartsWith("HTTP/1.1 200 ", await RunAsync("bash", "-c", ask));
        Assert.StartsWith("HTTP/1.1 403 ", await RunAsync("setpriv", "--reuid=4321", "--regid=4321", "--clear-groups", "bash", "-c", ask));
    }

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return output;
    }
}
