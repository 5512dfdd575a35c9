using Skein.Packer.Tests.Readers;

namespace Skein.Packer.Tests.EndToEnd;

public sealed class FolderFormatTests(CondaEnvironments environments)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_environment_as_a_folder_runs()
    {
        using var directory = new TemporaryDirectory();
        var options = new PackOptions { Prefix = await environments.PrefixAsync("basic"), Output = directory["moved"], Format = ArchiveFormat.Folder };
        await EnvironmentPacker.PackAsync(options, null, Cancellation);
        Assert.Equal("noarch script", (await Shell.OutputOfAsync($"{options.Output}/bin/demo-noarch-script", [])).Trim());
        Assert.Equal(options.Output, (await Shell.OutputOfAsync($"{options.Output}/bin/python", ["-c", "import sys; print(sys.prefix)"])).Trim());
    }

    [Fact]
    public async Task A_folder_is_the_tree_that_was_packed()
    {
        using var directory = new TemporaryDirectory();
        await Specimen.CreateAsync(directory["tree"], deadLinks: true);
        var options = new PackOptions { Kind = EnvironmentKind.Folder, Prefix = directory["tree"], Output = directory["copy.no-archive"] };
        await EnvironmentPacker.PackAsync(options, null, Cancellation);
        Tree.Of(options.Prefix).AssertEqualTo(Tree.Of(options.Output));
    }

    [Fact]
    public async Task A_folder_shares_no_file_with_the_environment_or_its_cache()
    {
        using var directory = new TemporaryDirectory();
        var options = new PackOptions { Kind = EnvironmentKind.Folder, Prefix = await SpecimenAsync(directory), Output = directory["copy"], Format = ArchiveFormat.Folder };
        await EnvironmentPacker.PackAsync(options, null, Cancellation);
        // The two names of one file are still that, and no more.
        Assert.Equal("2\n2\n1\n", await Shell.OutputOfAsync("stat", [
            "-c", "%h", $"{options.Output}/size-513", $"{options.Output}/second-name", $"{options.Output}/size-1"]));
        await File.WriteAllTextAsync($"{options.Output}/mode-755", "changed", Cancellation);
        Assert.Equal("#!/bin/sh\n", await File.ReadAllTextAsync($"{options.Prefix}/mode-755", Cancellation));
    }

    [Fact]
    public async Task An_existing_folder_is_kept_unless_forced_and_then_replaced_as_a_whole()
    {
        using var directory = new TemporaryDirectory();
        var options = new PackOptions { Kind = EnvironmentKind.Folder, Prefix = await SpecimenAsync(directory), Output = directory["copy"], Format = ArchiveFormat.Folder };
        Directory.CreateDirectory(directory["copy/read-only"]);
        await File.WriteAllTextAsync(directory["copy/read-only/mine"], "mine", Cancellation);
        File.SetUnixFileMode(directory["copy/read-only"], UnixFileMode.UserRead | UnixFileMode.UserExecute);
        await File.WriteAllTextAsync(directory["copy/pyvenv.cfg"], "", Cancellation);
        await Assert.ThrowsAsync<PackException>(() => EnvironmentPacker.PackAsync(options, null, Cancellation));
        Assert.True(File.Exists(directory["copy/read-only/mine"]));

        await EnvironmentPacker.PackAsync(options with { Force = true }, null, Cancellation);
        Tree.Of(options.Prefix).AssertEqualTo(Tree.Of(options.Output));
        Assert.Equal(["copy", "tree"], Directory.GetFileSystemEntries(directory.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Nobody_else_reads_a_folder_before_it_is_complete()
    {
        using var directory = new TemporaryDirectory();
        var options = new PackOptions { Kind = EnvironmentKind.Folder, Prefix = await SpecimenAsync(directory), Output = directory["copy"], Format = ArchiveFormat.Folder };
        UnixFileMode? meanwhile = null;
        var progress = new FirstReport(() => meanwhile = File.GetUnixFileMode(Assert.Single(Directory.GetDirectories(directory.Path, ".skein-pack-*"))));
        await EnvironmentPacker.PackAsync(options, progress, Cancellation);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, meanwhile);
        Directory.CreateDirectory(directory["usual"]);
        Assert.Equal(File.GetUnixFileMode(directory["usual"]), File.GetUnixFileMode(options.Output));
    }

    [Fact]
    public async Task A_link_that_a_folder_replaces_leads_to_what_stays_as_it_is()
    {
        using var directory = new TemporaryDirectory();
        Directory.CreateDirectory(directory["mine/read-only"]);
        File.SetUnixFileMode(directory["mine/read-only"], UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Directory.CreateSymbolicLink(directory["copy"], directory["mine"]);
        var options = new PackOptions
        {
            Kind = EnvironmentKind.Folder, Prefix = await SpecimenAsync(directory), Output = directory["copy"], Format = ArchiveFormat.Folder, Force = true,
        };
        await EnvironmentPacker.PackAsync(options, null, Cancellation);
        Tree.Of(options.Prefix).AssertEqualTo(Tree.Of(options.Output));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserExecute, File.GetUnixFileMode(directory["mine/read-only"]));
        Assert.Equal(["copy", "mine", "tree"], Directory.GetFileSystemEntries(directory.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("tree")]
    [InlineData("file")]
    public async Task A_folder_replaces_neither_what_is_packed_nor_a_file(string output)
    {
        using var directory = new TemporaryDirectory();
        await File.WriteAllTextAsync(directory["file"], "mine", Cancellation);
        var options = new PackOptions
        {
            Kind = EnvironmentKind.Folder, Prefix = await SpecimenAsync(directory), Output = directory[output], Format = ArchiveFormat.Folder, Force = true,
        };
        await Assert.ThrowsAsync<PackException>(() => EnvironmentPacker.PackAsync(options, null, Cancellation));
        Assert.Equal("mine", await File.ReadAllTextAsync(directory["file"], Cancellation));
        Assert.True(File.Exists(directory["tree/mode-755"]));
    }

    [Fact]
    public async Task A_folder_does_not_replace_what_is_packed_under_another_spelling_of_it()
    {
        using var directory = new TemporaryDirectory();
        var tree = await SpecimenAsync(directory);
        using var elsewhere = new TemporaryDirectory();
        Directory.CreateSymbolicLink(elsewhere["link"], Path.GetDirectoryName(directory.Path)!);
        var options = new PackOptions
        {
            Kind = EnvironmentKind.Folder, Prefix = tree, Output = elsewhere[$"link/{Path.GetFileName(directory.Path)}"], Format = ArchiveFormat.Folder, Force = true,
        };
        await Assert.ThrowsAsync<PackException>(() => EnvironmentPacker.PackAsync(options, null, Cancellation));
        Assert.True(File.Exists($"{tree}/mode-755"));
    }

    [Fact]
    public async Task A_folder_inside_of_what_is_packed_is_not_packed_into_itself()
    {
        using var directory = new TemporaryDirectory();
        var tree = await SpecimenAsync(directory);
        // The mark of an environment, which alone is replaced.
        await File.WriteAllTextAsync($"{tree}/pyvenv.cfg", "", Cancellation);
        var before = Tree.Of(tree);
        var options = new PackOptions { Kind = EnvironmentKind.Folder, Prefix = tree, Output = $"{tree}/copy", Format = ArchiveFormat.Folder, Force = true };
        await EnvironmentPacker.PackAsync(options, null, Cancellation);
        await EnvironmentPacker.PackAsync(options, null, Cancellation);
        before.AssertEqualTo(Tree.Of(options.Output));
    }

    private static async Task<string> SpecimenAsync(TemporaryDirectory directory)
    {
        await Specimen.CreateAsync(directory["tree"], deadLinks: false);
        return directory["tree"];
    }
}
