namespace Skein.Packer.Tests.EndToEnd;

public sealed class EnvironmentCheckTests(CondaEnvironments environments)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Missing_files_are_all_named_and_nothing_is_written()
    {
        using var directory = new TemporaryDirectory();
        var options = new PackOptions { Prefix = await environments.PrefixAsync("missing"), Output = directory["a.tar.gz"] };
        var error = await Assert.ThrowsAsync<PackException>(() => EnvironmentPacker.PackAsync(options, null, Cancellation));
        Assert.Equal(2, error.Details.Count);
        Assert.All(error.Details, static detail => Assert.StartsWith("demo-noarch 1.0: lib/python", detail, StringComparison.Ordinal));
        Assert.Empty(Directory.GetFileSystemEntries(directory.Path));

        await EnvironmentPacker.PackAsync(options with { IgnoreMissingFiles = true }, null, Cancellation);
        Assert.True(File.Exists(options.Output));
    }

    [Fact]
    public async Task Editable_packages_are_refused_by_name_unless_ignored()
    {
        using var directory = new TemporaryDirectory();
        var options = new PackOptions
        {
            Prefix = await environments.PrefixAsync("editable"),
            Output = directory["a.tar.gz"],
            Filters = [new FileFilter("*", false), new FileFilter("share/*", true)],
        };
        var error = await Assert.ThrowsAsync<PackException>(() => EnvironmentPacker.PackAsync(options, null, Cancellation));
        Assert.Equal(["my_lib (/home/user/my_lib)"], error.Details);

        await EnvironmentPacker.PackAsync(options with { EditablePackages = EditablePolicy.Ignore }, null, Cancellation);
        Assert.True(File.Exists(options.Output));
    }

    [Fact]
    public async Task An_environment_without_Python_is_packed()
    {
        var members = await PackAsync("nopython");
        Assert.Contains("bin/demo-old", members.Keys);
        Assert.Contains("bin/activate", members.Keys);
        Assert.StartsWith("#!/bin/sh\n'''exec'", members["bin/demo-old"].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_kind_of_record_gives_the_same_files()
    {
        var basic = await PackAsync("basic");
        foreach (var variant in (string[])["uncached", "nolink", "dupe", "xlink"])
        {
            var other = await PackAsync(variant);
            foreach (var (name, member) in basic.Where(static pair => !pair.Key.StartsWith("conda-meta/", StringComparison.Ordinal)))
            {
                Assert.True(other.TryGetValue(name, out var same), $"{variant} lacks {name}.");
                Assert.Equal((member.Type, member.Mode, member.Link), (same.Type, same.Mode, same.Link));
                // The environments lie in directories of different names, which some files keep.
                if (name.StartsWith("bin/", StringComparison.Ordinal) && member.Content.AsSpan().StartsWith("#!"u8))
                    Assert.Equal(member.Text.Replace("envs/basic", "envs/*"), same.Text.Replace($"envs/{variant}", "envs/*"));
            }
        }
    }

    [Fact]
    public async Task A_file_of_two_packages_is_packed_once_as_the_environment_has_it()
    {
        var prefix = await environments.PrefixAsync("dupe");
        var members = await PackAsync("dupe");
        Assert.Equal(await File.ReadAllTextAsync($"{prefix}/share/dupe.txt", Cancellation), members["share/dupe.txt"].Text);
    }

    [Fact]
    public async Task Hard_links_are_links_and_the_file_is_rewritten_once()
    {
        var members = await PackAsync("hardlink");
        Assert.Equal("bin/hl-a", members["bin/hl-b"].Link);
        Assert.Equal(System.Formats.Tar.TarEntryType.RegularFile, members["share/hl-c"].Type);
        Assert.Contains("/../bin/python", members["share/hl-c"].Text, StringComparison.Ordinal);
        // "etc" comes first in the archive.
        Assert.Equal("etc/same-c", members["share/same-a"].Link);
        Assert.Equal("etc/same-c", members["share/same-b"].Link);
    }

    [Fact]
    public async Task What_belongs_to_the_installation_and_not_to_the_environment_is_left_out()
    {
        var members = await PackAsync("basic");
        Assert.DoesNotContain(members.Keys, static name => name.StartsWith("pkgs/", StringComparison.Ordinal));
        Assert.DoesNotContain(".nonadmin", members.Keys);
        Assert.DoesNotContain("editor-backup~", members.Keys);
        Assert.DoesNotContain("bin/conda", members.Keys);
        Assert.Contains("share/kept-backup~", members.Keys);
        Assert.Contains("share/empty-dir", members.Keys);
        Assert.DoesNotContain("stale", members["bin/activate"].Text, StringComparison.Ordinal);
        Assert.Equal("unmanaged.cfg", members["share/absolute-inside"].Link);
        var record = members.Single(static pair => pair.Key.StartsWith("conda-meta/demo-bin", StringComparison.Ordinal)).Value.Text;
        Assert.Contains("\"source\": \"\"", record, StringComparison.Ordinal);
        Assert.DoesNotContain("/pkgs/", record, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Links_that_lead_nowhere_are_kept_and_told()
    {
        using var directory = new TemporaryDirectory();
        var options = new PackOptions { Prefix = await environments.PrefixAsync("xlink"), Output = directory["a.tar.gz"] };
        var summary = await EnvironmentPacker.PackAsync(options, null, Cancellation);
        Assert.Contains(summary.Warnings, static warning => warning.Contains("share/dangling", StringComparison.Ordinal));
        Assert.Equal("/nonexistent/outside", (await Archive.MembersAsync(options.Output))["share/dangling"].Link);
    }

    private async Task<Dictionary<string, ArchiveMember>> PackAsync(string variant)
    {
        using var directory = new TemporaryDirectory();
        var options = new PackOptions { Prefix = await environments.PrefixAsync(variant), Output = directory["a.tar.gz"] };
        await EnvironmentPacker.PackAsync(options, null, Cancellation);
        return await Archive.MembersAsync(options.Output);
    }
}
