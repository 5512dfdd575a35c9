using Skein.Packer.Tests.EndToEnd;

namespace Skein.Packer.Tests.Planning;

public sealed class LinkCheckTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public LinkCheckTests()
    {
        Directory.CreateDirectory(_directory["folder/lib/deep"]);
        File.WriteAllText(_directory["folder/lib/a.so"], "");
        File.WriteAllText(_directory["folder/lib/deep/b.so"], "");
        // A pattern that matches nothing is a warning of its own.
        File.WriteAllText(_directory["folder/note.txt"], "");
    }

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("a.so")]
    [InlineData("./deep/../a.so")]
    [InlineData("deep")]
    [InlineData("..")]
    [InlineData(".")]
    public async Task A_link_inside_is_no_warning(string target)
    {
        File.CreateSymbolicLink(_directory["folder/lib/link"], target);
        Assert.Empty(await WarningsAsync());
        Assert.Empty(await WarningsAsync("*.txt"));
    }

    [Theory]
    [InlineData("gone", "leads to 'gone', which does not exist")]
    [InlineData("link", "leads to 'link', which does not exist")]
    [InlineData("../../beside", "leads out of the environment, to '../../beside'")]
    [InlineData("/etc/passwd", "leads out of the environment, to '/etc/passwd'")]
    public async Task A_link_that_may_lead_nowhere_is_a_warning(string target, string expected)
    {
        File.CreateSymbolicLink(_directory["folder/lib/link"], target);
        Assert.StartsWith($"The link 'lib/link' {expected}", Assert.Single(await WarningsAsync()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("lib/a.so")]
    [InlineData("lib/deep/b.so")]
    [InlineData("lib/deep")]
    public async Task A_link_to_what_a_filter_leaves_out_is_a_warning(string target)
    {
        File.CreateSymbolicLink(_directory["folder/link"], target);
        Assert.EndsWith("which is left out", Assert.Single(await WarningsAsync("*.so", "lib/deep")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_way_through_a_linked_directory_is_no_warning()
    {
        File.CreateSymbolicLink(_directory["folder/lib64"], "lib");
        File.CreateSymbolicLink(_directory["folder/link"], "lib64/a.so");
        Assert.Empty(await WarningsAsync("*.txt"));
    }

    private async Task<IReadOnlyList<string>> WarningsAsync(params string[] excluded)
    {
        var options = new PackOptions
        {
            Kind = EnvironmentKind.Folder,
            Prefix = _directory["folder"],
            Output = _directory["a.tar.gz"],
            Filters = [.. excluded.Select(static pattern => new FileFilter(pattern, Include: false))],
        };
        return (await EnvironmentPacker.PlanAsync(options, TestContext.Current.CancellationToken)).Warnings;
    }
}
