using Skein.Packer.Tests.EndToEnd;
using Skein.Packer.Unpacking;

namespace Skein.Packer.Tests.Unpacking;

/// <summary>Unpacks what was packed of real environments, by the library and by the program in the archive.</summary>
public sealed class UnpackingTests(CondaEnvironments environments)
{
    private const string Program = "bin/conda-unpack";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("basic")]
    [InlineData("hardlink")]
    [InlineData("uncached")]
    public async Task Nothing_names_another_place_and_everything_still_runs(string variant)
    {
        using var directory = new TemporaryDirectory();
        var prefix = await environments.PrefixAsync(variant);
        var tree = await UnpackArchiveAsync(await PackAsync(prefix, directory), directory["tree"]);
        var summary = await UnpackAsync(tree);

        Assert.NotEmpty(summary.Rewritten);
        Assert.Empty(summary.LeftAlone);
        Assert.Empty(await NamesOfAsync(tree, prefix));
        Assert.Empty(await NamesOfAsync(tree, "_placehold_placehold"));
        Assert.StartsWith($"#!{tree}/bin/python", await File.ReadAllTextAsync($"{tree}/bin/demo-text", Cancellation), StringComparison.Ordinal);
        Assert.Equal("one occurrence\n", await Shell.OutputOfAsync($"{tree}/bin/demo-text", []));
        Assert.Equal("options\n", await Shell.OutputOfAsync($"{tree}/bin/demo-opts", []));
        Assert.Equal("long\n", await Shell.OutputOfAsync($"{tree}/bin/pip-tool-long", []));
        Assert.StartsWith("pip ", await Shell.OutputOfAsync($"{tree}/bin/pip3", ["--version"]), StringComparison.Ordinal);
        Assert.Equal($"{tree}\n", await Shell.OutputOfAsync($"{tree}/bin/python", ["-c", "import sys, ssl, zlib, ctypes; print(sys.prefix)"]));
        Assert.Equal($"{tree}/lib\n", await Shell.OutputOfAsync($"{tree}/bin/python", ["-c", "import sysconfig; print(sysconfig.get_config_var('LIBDIR'))"]));
    }

    [Fact]
    public async Task The_program_in_the_archive_leaves_the_same_tree()
    {
        using var directory = new TemporaryDirectory();
        // The room in these is as long as the interpreter's own path.
        var archive = await PackAsync(await environments.PrefixAsync("hardlink"), directory, new FileFilter("lib/libpython*", Include: false));
        var ours = await UnpackArchiveAsync(archive, directory["ours"]);
        var theirs = await UnpackArchiveAsync(archive, directory["python"]);
        const string First = "/opt/a place/environment";
        var second = $"/opt/{new string('l', 140)}";
        foreach (var prefix in (string?[])[First, second, "/opt/environment", null])
        {
            await UnpackAsync(ours, prefix ?? ours);
            await Shell.OutputOfAsync("env", ["SKEIN=/nonexistent", $"{theirs}/{Program}", "-q", "--prefix", prefix ?? ours]);
            var differences = await Shell.RunAsync("diff", ["-r", ours, theirs]);
            Assert.Equal("", differences.Output + differences.Errors);
            Assert.Equal(await ListAsync(ours), await ListAsync(theirs));
        }
    }

    [Fact]
    public async Task A_second_time_there_is_nothing_to_do_and_a_moved_environment_is_mended()
    {
        using var directory = new TemporaryDirectory();
        var tree = await UnpackArchiveAsync(await PackAsync(await environments.PrefixAsync("basic"), directory), directory["tree"]);
        await UnpackAsync(tree);
        Assert.Empty((await UnpackAsync(tree)).Rewritten);

        Directory.Move(tree, directory["moved"]);
        Assert.NotEmpty((await UnpackAsync(directory["moved"])).Rewritten);
        Assert.Empty(await NamesOfAsync(directory["moved"], tree));
        Assert.Equal("one occurrence\n", await Shell.OutputOfAsync($"{directory["moved"]}/bin/demo-text", []));
    }

    [Fact]
    public async Task What_was_broken_off_is_completed_even_for_another_place()
    {
        using var directory = new TemporaryDirectory();
        var archive = await PackAsync(await environments.PrefixAsync("basic"), directory);
        var tree = await UnpackArchiveAsync(archive, directory["tree"]);
        var untouched = await UnpackArchiveAsync(archive, directory["untouched"]);
        var state = UnpackedEnvironment.ReadState(tree);
        var rewritten = (await UnpackAsync(tree, "/opt/first")).Rewritten;
        // As if every other file had not had its turn.
        foreach (var path in rewritten.Where(static (_, i) => i % 2 == 0))
            File.Copy($"{untouched}/{path}", $"{tree}/{path}", overwrite: true);
        UnpackedEnvironment.WriteState(tree, state with { Prefixes = [RelocationState.AsPacked, "/opt/first"] });

        Assert.Equal(rewritten, (await UnpackAsync(tree, "/opt/first/second")).Rewritten);
        await UnpackAsync(untouched, "/opt/first/second");
        var differences = await Shell.RunAsync("diff", ["-r", untouched, tree]);
        Assert.Equal("", differences.Output);
    }

    [Fact]
    public async Task A_path_longer_than_the_room_of_binary_files_is_refused_before_anything_changes()
    {
        using var directory = new TemporaryDirectory();
        var tree = await UnpackArchiveAsync(await PackAsync(await environments.PrefixAsync("basic"), directory), directory["tree"]);
        var before = await ListAsync(tree);
        var problem = await Assert.ThrowsAsync<PackException>(() => UnpackAsync(tree, $"/{new string('x', 300)}"));
        Assert.Contains(problem.Details, static detail => detail.StartsWith("lib/demo/", StringComparison.Ordinal) && detail.EndsWith("(255 bytes)", StringComparison.Ordinal));
        Assert.Equal(before, await ListAsync(tree));
    }

    [Fact]
    public async Task Files_of_mode_0500_are_rewritten_by_their_owner_and_keep_their_mode()
    {
        using var directory = new TemporaryDirectory();
        var archive = await PackAsync(await environments.PrefixAsync("hardlink"), directory);
        using var unpacked = await UnpackedArchive.CreateAsync(archive, parent: "at");
        var result = await unpacked.RunAsync($"{unpacked.Path}/{Program}");
        Assert.Equal("", result.Output);
        Assert.True(result.ExitCode == 0, result.Errors);
        Assert.Contains("Rewrote ", result.Errors, StringComparison.Ordinal);
        Assert.Equal("hard link", await unpacked.OutputOfAsync($"{unpacked.Path}/bin/hl-b"));
        Assert.Equal("500", await unpacked.OutputOfAsync("stat", "-c", "%a", $"{unpacked.Path}/bin/hl-b"));
        Assert.Contains("Nothing to do", (await unpacked.RunAsync($"{unpacked.Path}/{Program}")).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Directories_that_may_not_be_written_to_are_all_named()
    {
        using var directory = new TemporaryDirectory();
        var archive = await PackAsync(await environments.PrefixAsync("basic"), directory);
        using var unpacked = await UnpackedArchive.CreateAsync(archive, parent: "at");
        await unpacked.OutputOfAsync("chmod", "0500", $"{unpacked.Path}/bin", $"{unpacked.Path}/lib/demo");
        var result = await unpacked.RunAsync($"{unpacked.Path}/{Program}");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains($"\n  {unpacked.Path}/bin\n", result.Errors, StringComparison.Ordinal);
        Assert.Contains($"\n  {unpacked.Path}/lib/demo\n", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_was_changed_or_removed_is_left_alone_and_named()
    {
        using var directory = new TemporaryDirectory();
        var tree = await UnpackArchiveAsync(await PackAsync(await environments.PrefixAsync("basic"), directory), directory["tree"]);
        await File.WriteAllTextAsync($"{tree}/bin/demo-text", "mine", Cancellation);
        File.Delete($"{tree}/lib/demo/config.txt");
        Assert.Equal(["bin/demo-text", "lib/demo/config.txt"], (await UnpackAsync(tree)).LeftAlone);
        Assert.Equal("mine", await File.ReadAllTextAsync($"{tree}/bin/demo-text", Cancellation));
    }

    [Fact]
    public async Task The_second_of_two_at_once_waits_or_says_so()
    {
        using var directory = new TemporaryDirectory();
        var tree = await UnpackArchiveAsync(await PackAsync(await environments.PrefixAsync("basic"), directory), directory["tree"]);
        await using (await UnpackLock.TakeAsync($"{tree}/{RelocationState.Directory}/lock", TimeSpan.Zero, Cancellation))
        {
            var options = new UnpackOptions { Directory = tree, Patience = TimeSpan.Zero };
            var problem = await Assert.ThrowsAsync<PackException>(() => EnvironmentUnpacker.UnpackAsync(options, static _ => null, Cancellation));
            Assert.Contains("Another process", problem.Message, StringComparison.Ordinal);
        }

        var both = await Task.WhenAll(UnpackAsync(tree), UnpackAsync(tree));
        Assert.Single(both, static summary => summary.Rewritten.Count > 0);
    }

    [Fact]
    public async Task Only_files_that_hold_a_prefix_are_in_the_state_and_none_with_a_destination()
    {
        using var directory = new TemporaryDirectory();
        var prefix = await environments.PrefixAsync("basic");
        var tree = await UnpackArchiveAsync(await PackAsync(prefix, directory), directory["tree"]);
        var state = UnpackedEnvironment.ReadState(tree);
        Assert.InRange(state.Files.Count, 10, 200);
        Assert.DoesNotContain(state.Files, static file => file.Path.EndsWith(".pyc", StringComparison.Ordinal));

        var options = new PackOptions { Prefix = prefix, Output = directory["destination.tar.gz"], DestinationPrefix = "/opt/environment" };
        await EnvironmentPacker.PackAsync(options, null, Cancellation);
        var members = await Archive.MembersAsync(options.Output);
        Assert.DoesNotContain(members.Keys, static name => name is Program or RelocationState.Path);
    }

    [Theory]
    [InlineData("{", "is damaged")]
    [InlineData("""{"version":2}""", "later skein")]
    [InlineData("""{"version":1,"prefixes":[""],"files":[{"path":"../x","size":1,"text":"a","occurrences":[]}]}""", "is damaged")]
    public async Task A_state_that_can_not_be_followed_is_told_in_one_sentence(string content, string expected)
    {
        using var directory = new TemporaryDirectory();
        Directory.CreateDirectory(directory[RelocationState.Directory]);
        await File.WriteAllTextAsync(directory[RelocationState.Path], content, Cancellation);
        var problem = await Assert.ThrowsAsync<PackException>(() => UnpackAsync(directory.Path));
        Assert.Contains(expected, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_can_not_be_opened_is_told_as_the_disk_tells_it()
    {
        using var directory = new TemporaryDirectory();
        var tree = await UnpackArchiveAsync(await PackAsync(await environments.PrefixAsync("basic"), directory), directory["tree"]);
        await using var locked = new FileStream($"{tree}/bin/demo-text", FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        var error = await Assert.ThrowsAnyAsync<IOException>(() => UnpackAsync(tree));
        Assert.Contains("bin/demo-text", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_not_unpacked_from_an_archive_is_refused()
    {
        using var directory = new TemporaryDirectory();
        var problem = await Assert.ThrowsAsync<PackException>(() => UnpackAsync(directory.Path));
        Assert.StartsWith($"'{directory.Path}' is not an environment", problem.Message, StringComparison.Ordinal);
    }

    private static Task<UnpackSummary> UnpackAsync(string tree, string? prefix = null) =>
        EnvironmentUnpacker.UnpackAsync(new UnpackOptions { Directory = tree, Prefix = prefix }, static _ => null, Cancellation);

    private static async Task<string> PackAsync(string prefix, TemporaryDirectory directory, params IReadOnlyList<FileFilter> filters)
    {
        var options = new PackOptions { Prefix = prefix, Output = directory["environment.tar.gz"], Filters = filters };
        await EnvironmentPacker.PackAsync(options, null, Cancellation);
        return options.Output;
    }

    private static async Task<string> UnpackArchiveAsync(string archive, string directory)
    {
        Directory.CreateDirectory(directory);
        await Shell.OutputOfAsync("tar", ["-xzf", archive, "-C", directory]);
        return directory;
    }

    // Compiled Python keeps the path it was compiled from, for messages only.
    private static async Task<string[]> NamesOfAsync(string tree, string text) =>
        (await Shell.RunAsync("grep", ["-rlFa", "--exclude=*.pyc", "--exclude-dir=.skein", "--exclude-dir=conda-meta", "--exclude=unterminated.bin", text, "."], tree)).Output
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static async Task<IReadOnlyList<string>> ListAsync(string tree) =>
        (await Shell.OutputOfAsync("find", [".", "-type", "f", "!", "-name", "lock", "-printf", "%p %m %n %s %T@\\n"], tree))
            .Split('\n').Order(StringComparer.Ordinal).ToArray();
}
