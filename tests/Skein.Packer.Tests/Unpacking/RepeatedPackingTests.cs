using Skein.Packer.Tests.EndToEnd;
using Skein.Packer.Unpacking;

namespace Skein.Packer.Tests.Unpacking;

/// <summary>Packs what was unpacked from an archive: nothing of what makes an environment movable is lost.</summary>
public sealed class RepeatedPackingTests(CondaEnvironments environments) : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("basic", false)]
    [InlineData("basic", true)]
    [InlineData("hardlink", false)]
    [InlineData("hardlink", true)]
    public async Task An_unpacked_environment_gives_the_same_archive_again_wherever_it_was_moved(string variant, bool isMadeAbsolute)
    {
        var prefix = await environments.PrefixAsync(variant);
        var first = await PackAsync(prefix, "first.tar.gz");
        var tree = await UnpackArchiveAsync(first.Output, "tree");
        if (isMadeAbsolute)
            await UnpackAsync(tree);
        Directory.Move(tree, _directory["moved"]);
        var second = await PackAsync(_directory["moved"], "second.tar.gz");

        Assert.Equal(first.StaysAbsolute, second.StaysAbsolute);
        Assert.Equal(first.ChangedFiles, second.ChangedFiles);
        Assert.Equal(first.Warnings, second.Warnings);
        var (members, again) = (await Archive.MembersAsync(first.Output), await Archive.MembersAsync(second.Output));
        Assert.Equal(members.Keys.Order(), again.Keys.Order());
        foreach (var (name, member) in members)
        {
            // These hold the name of the environment's directory.
            if (!name.StartsWith("bin/activate", StringComparison.Ordinal))
                Assert.True(member.Content.AsSpan().SequenceEqual(again[name].Content), name);
        }

        var other = await UnpackArchiveAsync(second.Output, "other");
        Assert.NotEmpty((await UnpackAsync(other)).Rewritten);
        Assert.Contains(other, await File.ReadAllTextAsync($"{other}/{(variant == "basic" ? "lib/demo/config.txt" : "share/hl-c")}", Cancellation), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_destination_is_written_into_what_was_unpacked(bool isMadeAbsolute)
    {
        var prefix = await environments.PrefixAsync("basic");
        var tree = await UnpackArchiveAsync((await PackAsync(prefix, "first.tar.gz")).Output, "tree");
        if (isMadeAbsolute)
            await UnpackAsync(tree);
        const string Destination = "/opt/some/place";
        var options = new PackOptions { Prefix = tree, Output = _directory["second.tar.gz"], DestinationPrefix = Destination };
        await EnvironmentPacker.PackAsync(options, null, Cancellation);
        var members = await Archive.MembersAsync(options.Output);
        Assert.DoesNotContain(members.Keys, static name => name.StartsWith(RelocationState.Directory, StringComparison.Ordinal) || name == UnpackFiles.Program);
        Assert.Contains(Destination, members["lib/demo/config.txt"].Text, StringComparison.Ordinal);
        Assert.StartsWith($"#!{Destination}/bin/python", members["bin/demo-text"].Text, StringComparison.Ordinal);
        Assert.DoesNotContain(members, member => !member.Key.EndsWith(".pyc", StringComparison.Ordinal) && member.Value.Text.Contains(prefix, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_file_that_was_changed_since_is_relocated_from_the_place_that_it_names()
    {
        var prefix = await environments.PrefixAsync("basic");
        var tree = await UnpackArchiveAsync((await PackAsync(prefix, "first.tar.gz")).Output, "tree");
        await File.AppendAllTextAsync($"{tree}/lib/demo/config.txt", "mine = 1\n", Cancellation);
        await File.WriteAllTextAsync($"{tree}/bin/mine", $"#!{tree}/bin/python\n", Cancellation);
        var second = await PackAsync(tree, "second.tar.gz");
        Assert.Contains(second.StaysAbsolute, static note => note.Path == "lib/demo/config.txt");
        var other = await UnpackArchiveAsync(second.Output, "other");
        await UnpackAsync(other);
        var text = await File.ReadAllTextAsync($"{other}/lib/demo/config.txt", Cancellation);
        Assert.Contains(other, text, StringComparison.Ordinal);
        Assert.EndsWith("mine = 1\n", text, StringComparison.Ordinal);
        Assert.Equal($"#!{other}/bin/python\n", await File.ReadAllTextAsync($"{other}/bin/mine", Cancellation));
    }

    [Fact]
    public async Task A_state_that_can_not_be_followed_is_warned_of()
    {
        Directory.CreateDirectory(_directory["tree/conda-meta"]);
        Directory.CreateDirectory(_directory["tree/.skein"]);
        await File.WriteAllTextAsync(_directory[$"tree/{RelocationState.Path}"], "{", Cancellation);
        Assert.Contains("is damaged", Assert.Single((await PackAsync(_directory["tree"], "a.tar.gz")).Warnings), StringComparison.Ordinal);
    }

    public void Dispose() => _directory.Dispose();

    private Task<PackSummary> PackAsync(string prefix, string name) =>
        EnvironmentPacker.PackAsync(new PackOptions { Prefix = prefix, Output = _directory[name] }, null, Cancellation);

    private async Task<string> UnpackArchiveAsync(string archive, string name)
    {
        Directory.CreateDirectory(_directory[name]);
        await Shell.OutputOfAsync("tar", ["-xzf", archive, "-C", _directory[name]]);
        return _directory[name];
    }

    private static Task<UnpackSummary> UnpackAsync(string tree) =>
        EnvironmentUnpacker.UnpackAsync(new UnpackOptions { Directory = tree }, static _ => null, Cancellation);
}
