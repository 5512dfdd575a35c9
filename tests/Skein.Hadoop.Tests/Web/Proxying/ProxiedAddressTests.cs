using Skein.Hadoop.Web.Proxying;

namespace Skein.Hadoop.Tests.Web.Proxying;

public sealed class ProxiedAddressTests
{
    [Theory]
    [InlineData("http://h:1", null, "", "http://h:1/")]
    [InlineData("http://h:1", "", "", "http://h:1/")]
    [InlineData("http://h:1", null, "a=b", "http://h:1/?a=b")]
    [InlineData("http://h:1/base", null, "", "http://h:1/base")]
    [InlineData("http://h:1/base", "", "", "http://h:1/base/")]
    [InlineData("http://h:1/base/", "x//y/", "q", "http://h:1/base/x/y/?q")]
    [InlineData("http://h:1/base", "a/./b/../c", "", "http://h:1/base/a/c")]
    [InlineData("http://h:1/base", "../../../etc/passwd", "", "http://h:1/base/etc/passwd")]
    [InlineData("http://h:1/base", "a/%2e%2E/%2e./x", "", "http://h:1/base/x")]
    [InlineData("http://h:1/base", "a/..", "", "http://h:1/base/")]
    [InlineData("http://h:1/base", "a/b/..", "", "http://h:1/base/a/")]
    [InlineData("http://h:1/base", "a%2Fb%20c", "x=%26", "http://h:1/base/a%2Fb%20c?x=%26")]
    [InlineData("http://h:1/base?own=1", "x", "theirs=2", "http://h:1/base/x?own=1&theirs=2")]
    [InlineData("http://h:1/base", "..\\..\\secret", "", "http://h:1/base/..%5C..%5Csecret")]
    [InlineData("h:1/base", "x", "", "http://h:1/base/x")]
    public void What_is_asked_stays_below_the_servers_address(string root, string? rest, string query, string expected) =>
        Assert.Equal(expected, ProxiedAddress.Combine(root, rest, query)!.AbsoluteUri);

    [Theory]
    [InlineData("ftp://h")]
    [InlineData("file:///etc")]
    [InlineData("://")]
    [InlineData("a b")]
    public void What_is_no_web_address_has_no_pages(string root) => Assert.Null(ProxiedAddress.Combine(root, "x", ""));
}
