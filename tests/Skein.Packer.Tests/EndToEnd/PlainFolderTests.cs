using System.Formats.Tar;

namespace Skein.Packer.Tests.EndToEnd;

public sealed class PlainFolderTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_folder_is_packed_as_it_is()
    {
        using var directory = new TemporaryDirectory();
        var folder = Make(directory);
        // Larger than a segment, so that it goes in pieces.
        var large = new byte[3_000_001];
        new Random(3).NextBytes(large);
        await File.WriteAllBytesAsync($"{folder}/large", large, Cancellation);
        var options = new PackOptions { Kind = EnvironmentKind.Folder, Prefix = folder, Output = directory["a.tar.gz"], ArcRoot = "/app/" };
        var summary = await EnvironmentPacker.PackAsync(options, null, Cancellation);
        var members = await Archive.MembersAsync(options.Output);

        Assert.Equal(["app/empty", "app/inside", "app/large", "app/script.py"], members.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(TarEntryType.Directory, members["app/empty"].Type);
        Assert.Equal("script.py", members["app/inside"].Link);
        Assert.Equal(large, members["app/large"].Content);
        Assert.Equal($"#!{folder}/python\n", members["app/script.py"].Text);
        Assert.Equal(0x1ed, members["app/script.py"].Mode);
        Assert.Empty(summary.Warnings);
        Assert.Empty(summary.StaysAbsolute);
    }

    [Fact]
    public async Task An_output_inside_the_folder_is_not_packed_into_itself()
    {
        using var directory = new TemporaryDirectory();
        var folder = Make(directory);
        var options = new PackOptions { Kind = EnvironmentKind.Folder, Prefix = folder, Output = $"{folder}/a.tgz", Force = true };
        await EnvironmentPacker.PackAsync(options, null, Cancellation);
        await EnvironmentPacker.PackAsync(options, null, Cancellation);
        Assert.Equal(["empty", "inside", "script.py"], (await Archive.MembersAsync(options.Output)).Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_output_inside_the_folder_is_not_packed_under_another_spelling_of_it_either()
    {
        using var directory = new TemporaryDirectory();
        Directory.CreateDirectory(directory["tree"]);
        Directory.CreateSymbolicLink(directory["link"], directory["tree"]);
        await File.WriteAllTextAsync(directory["tree/a.tar"], "from last time", TestContext.Current.CancellationToken);
        var options = new PackOptions { Kind = EnvironmentKind.Folder, Prefix = directory["tree"], Output = directory["link/a.tar"], Force = true };
        Assert.Empty((await EnvironmentPacker.PlanAsync(options, TestContext.Current.CancellationToken)).Entries);
    }

    [Fact]
    public async Task An_existing_output_is_kept_unless_forced()
    {
        using var directory = new TemporaryDirectory();
        var options = new PackOptions { Kind = EnvironmentKind.Folder, Prefix = Make(directory), Output = directory["a.tar.gz"] };
        await File.WriteAllTextAsync(options.Output, "mine", Cancellation);
        await Assert.ThrowsAsync<PackException>(() => EnvironmentPacker.PackAsync(options, null, Cancellation));
        Assert.Equal("mine", await File.ReadAllTextAsync(options.Output, Cancellation));

        await EnvironmentPacker.PackAsync(options with { Force = true }, null, Cancellation);
        Assert.NotEmpty(await Archive.MembersAsync(options.Output));
    }

    [Fact]
    public async Task Giving_up_in_the_middle_leaves_nothing_behind()
    {
        using var directory = new TemporaryDirectory();
        var folder = Make(directory);
        await File.WriteAllBytesAsync($"{folder}/large", new byte[20 << 20], Cancellation);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var options = new PackOptions { Kind = EnvironmentKind.Folder, Prefix = folder, Output = directory["a.tar.gz"], ThreadCount = 2 };
        var stopAtFirstReport = new FirstReport(stop.Cancel);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => EnvironmentPacker.PackAsync(options, stopAtFirstReport, stop.Token));
        Assert.Equal(["folder"], Directory.GetFileSystemEntries(directory.Path).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_failure_in_the_middle_is_told_and_leaves_nothing_behind()
    {
        using var directory = new TemporaryDirectory();
        var folder = Make(directory);
        await File.WriteAllBytesAsync($"{folder}/large", new byte[20 << 20], Cancellation);
        await File.WriteAllTextAsync($"{folder}/vanishing", "x", Cancellation);
        var options = new PackOptions { Kind = EnvironmentKind.Folder, Prefix = folder, Output = directory["a.tar.gz"], ThreadCount = 1 };
        var removeAtFirstReport = new FirstReport(() => File.Delete($"{folder}/vanishing"));
        var error = await Assert.ThrowsAsync<IOException>(() => EnvironmentPacker.PackAsync(options, removeAtFirstReport, Cancellation));
        Assert.StartsWith($"The archive could not be written to '{options.Output}': Can not open '", error.Message, StringComparison.Ordinal);
        Assert.Equal(["folder"], Directory.GetFileSystemEntries(directory.Path).Select(Path.GetFileName));
    }

    [Fact]
    public async Task The_archive_has_the_mode_the_umask_leaves()
    {
        using var directory = new TemporaryDirectory();
        var options = new PackOptions { Kind = EnvironmentKind.Folder, Prefix = Make(directory), Output = directory["a.tar.gz"] };
        await EnvironmentPacker.PackAsync(options, null, Cancellation);
        await File.WriteAllTextAsync(directory["other"], "x", Cancellation);
        Assert.Equal(File.GetUnixFileMode(directory["other"]), File.GetUnixFileMode(options.Output));
    }

    [Theory]
    [InlineData("a.tar.xz", 4, -1, "")]
    [InlineData("a.tar.gz", 10, -1, "")]
    [InlineData("a.tar.gz", 4, 0, "")]
    [InlineData("a.tar.gz", 4, -1, "../up")]
    [InlineData("missing/a.tar.gz", 4, -1, "")]
    public async Task Options_that_make_no_sense_are_refused_before_anything_is_written(string output, int level, int threads, string root)
    {
        using var directory = new TemporaryDirectory();
        var options = new PackOptions
        {
            Kind = EnvironmentKind.Folder, Prefix = Make(directory), Output = directory[output], CompressLevel = level, ThreadCount = threads, ArcRoot = root,
        };
        await Assert.ThrowsAsync<PackException>(() => EnvironmentPacker.PackAsync(options, null, Cancellation));
        Assert.Equal(["folder"], Directory.GetFileSystemEntries(directory.Path).Select(Path.GetFileName));
    }

    private static string Make(TemporaryDirectory directory)
    {
        var folder = directory["folder"];
        Directory.CreateDirectory($"{folder}/empty");
        File.WriteAllText($"{folder}/script.py", $"#!{folder}/python\n");
        File.SetUnixFileMode($"{folder}/script.py", (UnixFileMode)0x1ed);
        File.CreateSymbolicLink($"{folder}/inside", $"{folder}/script.py");
        return folder;
    }
}
