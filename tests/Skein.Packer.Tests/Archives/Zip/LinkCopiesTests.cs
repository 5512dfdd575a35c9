using Skein.Packer.Archives.Zip;
using Skein.Packer.Inventory;
using Skein.Packer.Relocation;
using Skein.Packer.Tests.EndToEnd;

namespace Skein.Packer.Tests.Archives.Zip;

public sealed class LinkCopiesTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly string _root;
    private readonly List<PackProblem> _problems = [];

    public LinkCopiesTests()
    {
        _root = _directory["root"];
        Directory.CreateDirectory($"{_root}/lib/deep");
        File.WriteAllText($"{_root}/lib/file", "file");
        File.WriteAllText($"{_root}/lib/deep/other", "other");
    }

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_link_becomes_a_copy_that_lies_where_the_link_was()
    {
        File.CreateSymbolicLink($"{_root}/link", "lib/file");
        File.CreateSymbolicLink($"{_root}/further", "link");
        var files = Resolve();
        Assert.Equal(["further", "lib", "lib/deep", "lib/deep/other", "lib/file", "link"], files.Select(static file => file.Path));
        Assert.All(files.Where(static file => file.Path is "link" or "further"), file =>
        {
            Assert.Equal(PackFileKind.Regular, file.Kind);
            Assert.Equal($"{_root}/lib/file", file.Source);
            Assert.Equal(4, file.Size);
        });
        Assert.Empty(_problems);
    }

    [Fact]
    public void A_link_to_a_directory_becomes_a_copy_of_all_below_it()
    {
        File.CreateSymbolicLink($"{_root}/lib64", "lib");
        File.CreateSymbolicLink($"{_root}/lib/deep/back", "../file");
        Assert.Equal(
            ["lib64", "lib64/deep", "lib64/deep/back", "lib64/deep/other", "lib64/file"],
            Resolve().Select(static file => file.Path).Where(static path => path.StartsWith("lib64", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_link_to_a_file_that_is_added_beside_it_becomes_a_copy_of_that()
    {
        var place = new InstalledPrefix("/opt/python");
        var program = new PackFile { Path = "bin/python3.11", Kind = PackFileKind.Regular, Mode = 0x1ed, Origin = new FileOrigin.Elsewhere($"{_root}/lib/file"), InstalledIn = place };
        var link = new PackFile { Path = "bin/python", Kind = PackFileKind.SymbolicLink, Mode = 0x1ff, LinkTarget = "python3.11" };
        var files = LinkCopies.Resolve(
            _root, [link, program], new NoRelocation(new InstalledPrefix(_root)), _problems, TestContext.Current.CancellationToken);
        Assert.Empty(_problems);
        Assert.Equal(["bin/python", "bin/python3.11"], files.Select(static file => file.Path));
        Assert.All(files, file => Assert.Equal((place, $"{_root}/lib/file"), (file.InstalledIn, file.Source)));
    }

    [Fact]
    public void What_is_left_out_of_a_directory_is_left_out_of_its_copies()
    {
        File.CreateSymbolicLink($"{_root}/lib64", "lib");
        var files = Resolve(static file => file.Path != "lib/file");
        Assert.DoesNotContain(files, static file => file.Path.EndsWith("/file", StringComparison.Ordinal));
    }

    [Fact]
    public void A_link_to_what_is_left_out_or_outside_becomes_a_copy_all_the_same()
    {
        Directory.CreateDirectory(_directory["outside/inner"]);
        File.WriteAllText(_directory["outside/inner/file"], "x");
        File.CreateSymbolicLink(_directory["outside/inner/again"], "file");
        File.CreateSymbolicLink($"{_root}/far", _directory["outside"]);
        File.CreateSymbolicLink($"{_root}/link", "lib/file");
        var files = Resolve(static file => file.Path != "lib/file");
        Assert.Equal(
            ["far", "far/inner", "far/inner/again", "far/inner/file", "link"],
            files.Select(static file => file.Path).Where(static path => path[0] == 'f' || path == "link"));
        Assert.Empty(_problems);
    }

    [Fact]
    public void Dangling_links_are_all_told()
    {
        File.CreateSymbolicLink($"{_root}/one", "nowhere");
        File.CreateSymbolicLink($"{_root}/two", "/nonexistent/at/all");
        File.CreateSymbolicLink($"{_root}/three", "lib/file/below");
        Resolve();
        var problem = Assert.Single(_problems);
        Assert.Contains("--zip-symlinks", problem.Message, StringComparison.Ordinal);
        Assert.Equal(["one -> nowhere", "three -> lib/file/below", "two -> /nonexistent/at/all"], problem.Details);
    }

    [Theory]
    [InlineData("self", "self")]
    [InlineData("lib/up", "..")]
    [InlineData("lib/here", ".")]
    [InlineData("lib/deep/top", "../../lib")]
    public void Links_that_lead_back_to_where_they_are_are_told(string link, string target)
    {
        File.CreateSymbolicLink($"{_root}/{link}", target);
        Resolve();
        Assert.Equal([$"{link} -> {target}"], Assert.Single(_problems).Details);
    }

    [Fact]
    public void Directories_that_link_to_each_other_end()
    {
        Directory.CreateDirectory($"{_root}/a");
        Directory.CreateDirectory($"{_root}/b");
        File.CreateSymbolicLink($"{_root}/a/x", "../b");
        File.CreateSymbolicLink($"{_root}/b/y", "../a");
        Resolve();
        Assert.Equal(["a/x/y -> ../a", "b/y/x -> ../b"], Assert.Single(_problems).Details);
    }

    [Fact]
    public void A_link_that_names_the_directory_leads_below_it()
    {
        File.CreateSymbolicLink($"{_root}/link", $"{_root}/lib/file");
        Assert.Contains(Resolve(), static file => file.Path == "link" && file.Kind == PackFileKind.Regular);
    }

    [Fact]
    public void Links_that_multiply_directories_end_and_are_told()
    {
        for (var level = 0; level < 30; level++)
        {
            Directory.CreateDirectory($"{_root}/{level}");
            File.CreateSymbolicLink($"{_root}/{level}/one", $"../{level + 1}");
            File.CreateSymbolicLink($"{_root}/{level}/two", $"../{level + 1}");
        }

        Directory.CreateDirectory($"{_root}/30");
        Assert.InRange(Resolve(maxCopies: 1000).Count, 1000, 1500);
        Assert.Contains("more than 1000 copies", Assert.Single(_problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_can_not_be_packed_behind_a_link_is_told()
    {
        Directory.CreateDirectory(_directory["outside"]);
        await Shell.OutputOfAsync("mkfifo", [_directory["outside/pipe"]]);
        File.CreateSymbolicLink($"{_root}/far", _directory["outside"]);
        Assert.DoesNotContain(Resolve(), static file => file.Path == "far/pipe");
        Assert.Equal([$"far/pipe -> {_directory["outside/pipe"]}"], Assert.Single(_problems).Details);
    }

    private List<PackFile> Resolve(Func<PackFile, bool>? chosen = null, int maxCopies = 1_000_000)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var files = DirectoryWalk.List(_root, static _ => false, cancellation, everyDirectory: true).Files;
        return LinkCopies.Resolve(
            _root, [.. files.Where(chosen ?? (static _ => true))], new NoRelocation(new InstalledPrefix(_root)), _problems, cancellation, maxCopies);
    }
}
