using System.Net;
using System.Text;
using Skein.ApplicationMaster.Lifecycle;
using Skein.ApplicationMaster.Tests.Support;
using Skein.Contract;
using Skein.Protocol;
using static Skein.ApplicationMaster.Tests.Support.YarnMessages;

namespace Skein.ApplicationMaster.Tests.Pages;

public sealed class SiteTests
{
    private const string MasterLog = "http://node0:8042/node/containerlogs/container_1700000000000_0007_01_000001/alice/application.master.log?start=-4096";

    [Fact]
    public async Task Root_leads_to_the_overview_also_below_a_path()
    {
        await using var pages = new TestPages();
        using var response = await pages.SendAsync(HttpMethod.Get, "/");
        Assert.Equal((HttpStatusCode.Found, "./overview"), (response.StatusCode, response.Headers.Location!.OriginalString));
    }

    [Fact]
    public async Task Overview_tells_of_the_application()
    {
        await using var pages = new TestPages();
        var html = await pages.ReadAsync("/overview");
        Assert.Contains($"<title>Overview - Skein | {TestPages.Id}</title>", html);
        Assert.Contains("<b>Name:</b> test<", html);
        Assert.Contains("<b>User:</b> alice<", html);
        Assert.Contains($"<b>Application Master:</b> <a href=\"{MasterLog}\">Logs</a>", html);
        Assert.Contains("<b>Application Driver:</b> N/A<", html);
        Assert.Contains("<b>Memory:</b> 256.0 MiB<", html);
        Assert.Contains("<b>Cores:</b> 1<", html);
        Assert.Contains("<b>Runtime:</b> 0s<", html);
        Assert.Contains("<b>Progress:</b> N/A<", html);
        Assert.Contains("title=\"No service pages available\"", html);
    }

    [Fact]
    public async Task Overview_follows_services_and_their_containers()
    {
        var specification = ApplicationOf(("b", Service(1, depends: ["a"])), ("a", Service(3, maxRestarts: 1, memory: 1024)));
        specification.Master.Script = "sleep 1";
        await using var pages = new TestPages(specification);
        await pages.StartAsync();
        await pages.GrantAsync(first: 2, count: 2);
        await pages.TellAsync(new ApplicationEvent.HeartbeatAnswered([Status(2, 1), Status(3, 0)], []));
        await pages.GrantAsync(first: 4, count: 1);
        await pages.Loop.AskAsync(
            new ApplicationRequest.SetProgress(new SetProgressRequest { Progress = 0.1234f }), TestContext.Current.CancellationToken);

        var html = await pages.ReadAsync("/overview");
        Assert.Contains("application.driver.log?start=-4096\">Logs</a>", html);
        Assert.Contains("<b>Memory:</b> 1.2 GiB<", html);
        Assert.Contains("<b>Cores:</b> 2<", html);
        Assert.Contains("<b>Progress:</b> 12.3%<", html);
        Assert.True(html.IndexOf("\">a</h2>", StringComparison.Ordinal) < html.IndexOf("\">b</h2>", StringComparison.Ordinal));
        var card = html[html.IndexOf("\">a</h2>", StringComparison.Ordinal)..html.IndexOf("\">b</h2>", StringComparison.Ordinal)];
        Assert.Contains("1 Running", card);
        Assert.Contains("1 Succeeded", card);
        Assert.Contains("0 Killed", card);
        Assert.Contains("1 Failed", card);
        Assert.Contains("Pending (1)", card);
        Assert.Contains("Running (1)", card);
        Assert.Contains("Completed (2)", card);
        Assert.Contains("<td>a_0</td><td>FAILED</td><td>0s</td>", card);
        Assert.Contains(
            $"<td>a_2</td><td>RUNNING</td><td>0s</td><td><a href=\"http://node1:8042/node/containerlogs/{Hadoop.Yarn.YarnIds.Format(ContainerId(4))}/alice/a.log?start=-4096\">Logs</a>",
            card);
        Assert.Contains("<td>a_3</td><td>REQUESTED</td><td></td><td></td>", card);
        Assert.Contains("<td>b_0</td><td>WAITING</td>", html);
    }

    [Fact]
    public async Task Ten_thousand_containers_are_counted_and_not_all_listed()
    {
        await using var pages = new TestPages(ApplicationOf(("a", Service(10_000))));
        await pages.StartAsync();
        await pages.GrantAsync(first: 2, count: 6_000);
        var html = await pages.ReadAsync("/overview");
        Assert.Contains("6,000 Running", html);
        Assert.Contains("Pending (4,000)", html);
        Assert.Contains("The first 500 are shown.", html);
        Assert.InRange(html.Length, 100_000, 2_000_000);
    }

    [Fact]
    public async Task Of_very_many_services_each_lists_a_few_containers()
    {
        await using var pages = new TestPages(ApplicationOf([.. Enumerable.Range(0, 1_000).Select(i => ($"s{i}", Service(20)))]));
        await pages.StartAsync();
        Assert.InRange((await pages.ReadAsync("/overview")).Length, 100_000, 3_000_000);
    }

    [Fact]
    public async Task Keys_are_listed_in_their_order_with_what_can_be_read()
    {
        await using var pages = new TestPages();
        pages.Put("b", "two\nlines"u8.ToArray());
        pages.Put("a", "ä€😀"u8.ToArray());
        pages.Put("binary", new byte[] { 0xff, 0xfe });
        pages.Put("long", Encoding.UTF8.GetBytes("x" + new string('€', 2000)));
        pages.Put(SkeinKeys.Tokens, "HDTS secret"u8.ToArray());
        var html = await pages.ReadAsync("/kv");
        Assert.Contains($"<title>Key/Value - Skein | {TestPages.Id}</title>", html);
        Assert.Contains("5 keys", html);
        var text = WebUtility.HtmlDecode(html);
        Assert.Contains("<td>a</td><td>ä€😀</td>", text);
        Assert.True(html.IndexOf("<td>a</td>", StringComparison.Ordinal) < html.IndexOf("<td>b</td><td>two\nlines</td>", StringComparison.Ordinal));
        Assert.Contains("<td>binary</td><td>&lt;binary value&gt;</td>", html);
        Assert.Contains($"<td>x{new string('€', 682)}… (6,001 bytes)</td>", text);
        Assert.DoesNotContain("secret<", html.Replace("&lt;secret&gt;", "", StringComparison.Ordinal));
        Assert.DoesNotContain("HDTS", html);
    }

    [Fact]
    public async Task Many_keys_come_page_by_page_none_missing_and_none_twice()
    {
        await using var pages = new TestPages();
        for (var i = 0; i < 1_201; i++)
            pages.Put($"key & {i:D4}", "v"u8.ToArray());
        var seen = new List<string>();
        var address = "/kv";
        for (var i = 0; i < 3; i++)
        {
            var html = await pages.ReadAsync(address);
            Assert.Contains("1,201 keys", html);
            seen.AddRange(html.Split("<td>key &amp; ").Skip(1).Select(part => part[..4]));
            var next = html.Split("href=\"./kv?").Skip(1).Select(part => part.Split('"')[0]).SingleOrDefault();
            if (next is null)
                break;
            address = "/kv?" + WebUtility.HtmlDecode(next);
        }

        Assert.Equal(Enumerable.Range(0, 1_201).Select(i => $"{i:D4}"), seen);
    }

    [Fact]
    public async Task Whatever_users_name_is_text_on_the_pages()
    {
        const string Evil = "<script>alert(\"1\")</script>'&";
        var specification = ApplicationOf((Evil, Service(1)));
        specification.Name = Evil;
        await using var pages = new TestPages(specification);
        await pages.StartAsync();
        pages.Put(Evil, Encoding.UTF8.GetBytes(Evil));
        pages.Services.TryAdd(new Proxy { Route = Evil, LinkName = Evil, Target = "http://h/" });
        foreach (var path in new[] { "/overview", "/kv", "/nowhere", $"/pages/x{Uri.EscapeDataString(Evil)}/y" })
        {
            var (_, html) = await pages.GetAsync(path);
            Assert.DoesNotContain("<script>alert", html, StringComparison.Ordinal);
            Assert.DoesNotContain("\"1\"", html, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Pages_load_nothing_from_elsewhere_and_run_their_own_script_only()
    {
        await using var pages = new TestPages();
        using var overview = await pages.SendAsync(HttpMethod.Get, "/overview");
        var policy = Assert.Single(overview.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'none';", policy);
        Assert.Contains("script-src 'sha256-", policy);
        using var keys = await pages.SendAsync(HttpMethod.Get, "/kv");
        Assert.DoesNotContain("script-src", Assert.Single(keys.Headers.GetValues("Content-Security-Policy")));
    }

    [Fact]
    public async Task Services_pages_with_names_are_in_the_menu_by_name()
    {
        await using var pages = new TestPages();
        pages.Services.TryAdd(new Proxy { Route = "r1", LinkName = "Zebra", Target = "http://h:1" });
        pages.Services.TryAdd(new Proxy { Route = "r2", LinkName = "Apple", Target = "http://h:1/base" });
        pages.Services.TryAdd(new Proxy { Route = "r3", LinkName = "Melon", Target = "http://h:1/base/" });
        pages.Services.TryAdd(new Proxy { Route = "r4", Target = "http://h:1" });
        var html = await pages.ReadAsync("/kv");
        Assert.Contains(
            "<ul><li><a href=\"./pages/r2\">Apple</a></li><li><a href=\"./pages/r3/\">Melon</a></li><li><a href=\"./pages/r1/\">Zebra</a></li></ul>", html);
        Assert.DoesNotContain("No service pages available", html);
        var (_, missing) = await pages.GetAsync("/a/b");
        Assert.Contains("href=\"./../pages/r2\"", missing);
    }

    [Theory]
    [InlineData("/favicon.ico", "image/x-icon")]
    [InlineData("/favicon-16x16.png", "image/png")]
    [InlineData("/favicon-32x32.png", "image/png")]
    [InlineData("/yarn_white.svg", "image/svg+xml")]
    public async Task Pictures_are_there(string path, string type)
    {
        await using var pages = new TestPages();
        using var response = await pages.SendAsync(HttpMethod.Get, path);
        Assert.Equal((HttpStatusCode.OK, type), (response.StatusCode, $"{response.Content.Headers.ContentType}"));
    }

    [Theory]
    [InlineData("/nowhere")]
    [InlineData("/overview/")]
    [InlineData("/overview/x")]
    [InlineData("/pages")]
    [InlineData("/pages/")]
    [InlineData("/pages/none")]
    [InlineData("/pages/none/x")]
    [InlineData("//overview")]
    [InlineData("/../kv/..%2f")]
    public async Task Anything_else_is_not_found(string path)
    {
        await using var pages = new TestPages();
        var answer = await RawClient.AskAsync(pages.Port, $"GET {path} HTTP/1.1\r\nConnection: close\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 404 ", answer);
        Assert.Contains($"Skein | {TestPages.Id}</title>", answer);
    }

    [Fact]
    public async Task Own_pages_are_only_looked_at()
    {
        await using var pages = new TestPages();
        using var response = await pages.SendAsync(HttpMethod.Post, "/kv");
        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
    }
}
