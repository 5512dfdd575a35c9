using Skein.ApplicationMaster.Pages;

namespace Skein.ApplicationMaster.Tests.Pages;

public sealed class PageLocationTests
{
    [Theory]
    [InlineData("http://h:1/", "x", "/login", "./login")]
    [InlineData("http://h:1/", "a/b/c", "http://h:1/d/e?f#g", "./../../d/e?f#g")]
    [InlineData("http://h:1/base", "a/b", "/base/c", "./../c")]
    [InlineData("http://h:1/base/", "", "/base", "./")]
    [InlineData("http://h:1/base", null, "/base/", "./r%20x/")]
    [InlineData("http://h:1/base", null, "/base/c", "./r%20x/c")]
    [InlineData("http://h:1/base", "a", "/base/javascript:alert(1)", "./javascript:alert(1)")]
    public void Below_the_page_it_is_relative_to_what_was_asked(string root, string? rest, string location, string expected) =>
        Assert.Equal(expected, Find(root, rest, location));

    [Theory]
    [InlineData("http://h:1/base", "/other", "http://h:1/other")]
    [InlineData("http://h:1/base", "/baseball", "http://h:1/baseball")]
    [InlineData("http://h:1/base", "http://elsewhere/base/x", "http://elsewhere/base/x")]
    [InlineData("http://h:1/base", "https://h:1/base/x", "https://h:1/base/x")]
    [InlineData("http://h:1/base", "//elsewhere/x", "http://elsewhere/x")]
    public void Elsewhere_it_is_a_whole_address(string root, string location, string expected) =>
        Assert.Equal(expected, Find(root, "a", location));

    private static string? Find(string root, string? rest, string location)
    {
        var asked = Hadoop.Web.Proxying.ProxiedAddress.Combine(root, rest, "")!;
        return PageLocation.Below(new Uri(root), asked, location, "r%20x", rest);
    }
}
