using Skein.Packer.Inventory;
using Skein.Packer.Tests.EndToEnd;

namespace Skein.Packer.Tests.Inventory;

public sealed class DirectoryWalkTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Entries_come_in_the_order_of_their_whole_paths()
    {
        using var directory = new TemporaryDirectory();
        string[] paths = ["a-b", "a.c", "a/b/c", "a/b-d", "a0", "B/x", "é/ü", "empty/"];
        foreach (var path in paths)
        {
            Directory.CreateDirectory(directory[path.EndsWith('/') ? path : Path.GetDirectoryName(path)!]);
            if (!path.EndsWith('/'))
                File.WriteAllText(directory[path], path);
        }

        var found = List(directory.Path).Files.Select(static file => file.Path);
        Assert.Equal(paths.Select(static path => path.TrimEnd('/')).Order(StringComparer.Ordinal), found);
    }

    [Fact]
    public void Files_are_known_with_everything_an_archive_and_the_cache_need()
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllText(directory["file"], "seven b");
        File.SetLastWriteTimeUtc(directory["file"], DateTime.UnixEpoch.AddSeconds(1_600_000_000.5));
        File.CreateSymbolicLink(directory["link"], "nowhere/é");
        var files = List(directory.Path).Files;
        Assert.Equal(["file", "link"], files.Select(static file => file.Path));
        Assert.Equal((7, 1_600_000_000), (files[0].Size, files[0].Modified));
        Assert.Equal(1_600_000_000_500_000_000, files[0].Stamp.Modified);
        Assert.NotEqual(0, files[0].Stamp.Changed);
        Assert.Equal(directory["file"], files[0].Source);
        Assert.Equal("nowhere/é", files[1].LinkTarget);
    }

    [Fact]
    public async Task Pipes_are_told_and_not_opened()
    {
        using var directory = new TemporaryDirectory();
        await Shell.OutputOfAsync("mkfifo", [directory["pipe"]]);
        var listing = List(directory.Path);
        Assert.Empty(listing.Files);
        Assert.Equal([new UnpackableEntry("pipe", UnpackableReason.Special, false)], listing.Unpackable);
    }

    [Fact]
    public async Task Names_and_links_that_are_not_UTF8_are_all_told()
    {
        using var directory = new TemporaryDirectory();
        await Shell.OutputOfAsync("bash", ["-c", "mkdir $'d\\xff' && touch $'d\\xff/x' $'f\\xfe' good && ln -s $'\\xfd' link"], directory.Path);
        var listing = List(directory.Path);
        Assert.Equal(["good"], listing.Files.Select(static file => file.Path));
        Assert.Equal(
            [
                new UnpackableEntry("d\uFFFD", UnpackableReason.NotUtf8, true),
                new UnpackableEntry("f\uFFFD", UnpackableReason.NotUtf8, false),
                new UnpackableEntry("link", UnpackableReason.NotUtf8, false),
            ],
            listing.Unpackable);
        // The framework can not name them, so it can not remove them.
        await Shell.OutputOfAsync("bash", ["-c", "rm -r d* f*"], directory.Path);
    }

    [Fact]
    public void Ignored_names_are_passed_over_at_the_top_only()
    {
        using var directory = new TemporaryDirectory();
        foreach (var path in (string[])["pkgs/x", "lib/pkgs/x"])
        {
            Directory.CreateDirectory(directory[Path.GetDirectoryName(path)!]);
            File.WriteAllText(directory[path], "");
        }

        var listing = DirectoryWalk.List(directory.Path, static name => name == "pkgs", Cancellation);
        Assert.Equal(["lib/pkgs/x"], listing.Files.Select(static file => file.Path));
    }

    [Fact]
    public void A_tree_that_can_not_be_read_is_refused() =>
        Assert.Throws<PackException>(static () => List("/nonexistent/tree"));

    private static DirectoryListing List(string root) => DirectoryWalk.List(root, static _ => false, Cancellation);
}
