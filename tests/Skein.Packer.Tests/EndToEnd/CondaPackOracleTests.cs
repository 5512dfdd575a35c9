using System.Formats.Tar;
using System.IO.Compression;

namespace Skein.Packer.Tests.EndToEnd;

/// <summary>Compares archives with those of conda-pack, run as it is from its wheel.</summary>
public sealed class CondaPackOracleTests(CondaEnvironments environments)
{
    private const string Destination = "/opt/destination";

    // Added by conda-pack, and by this packer.
    private static readonly HashSet<string> Added =
    [
        "bin/activate", "bin/deactivate", "bin/activate.fish", "bin/activate.csh", "bin/deactivate.csh", "bin/conda-unpack",
        "bin/conda_unpack_progress.py", ".skein/relocation.json",
    ];

    [Theory]
    [InlineData("basic", null)]
    [InlineData("basic", Destination)]
    [InlineData("nopython", null)]
    [InlineData("uncached", null)]
    public async Task Members_modes_and_bytes_agree_except_for_what_is_made_portable(string variant, string? destination)
    {
        using var directory = new TemporaryDirectory();
        var prefix = await environments.PrefixAsync(variant);
        var theirs = await CondaPackAsync(prefix, directory["theirs.tar.gz"], destination);
        var options = new PackOptions { Prefix = prefix, Output = directory["ours.tar.gz"], DestinationPrefix = destination };
        var summary = await EnvironmentPacker.PackAsync(options, null, TestContext.Current.CancellationToken);
        var ours = await Archive.MembersAsync(options.Output);

        Assert.Equal(Names(theirs), Names(ours));
        foreach (var name in Names(theirs).Where(static name => !name.StartsWith("conda-meta/", StringComparison.Ordinal)))
        {
            Assert.Equal(theirs[name].Mode, ours[name].Mode);
            // conda-pack leaves links, and compiled data that no package owns, at the old place.
            if (theirs[name].Type is TarEntryType.SymbolicLink || name is "share/unmanaged.bin")
                continue;
            // A first line with two options, which no kernel starts.
            if (destination != null && name is "bin/demo-opts")
                continue;
            var isEqual = theirs[name].Content.AsSpan().SequenceEqual(ours[name].Content);
            var namesAPlace = destination == null && NamesAPlace(theirs[name].Content, prefix);
            Assert.True(isEqual || namesAPlace, $"{name} differs.");
        }

        if (destination != null)
            Assert.DoesNotContain(summary.StaysAbsolute, static note => note.Path.StartsWith("lib/demo/", StringComparison.Ordinal));
    }

    // What conda-pack leaves for its unpack step, or has turned to env.
    private static bool NamesAPlace(ReadOnlySpan<byte> content, string prefix) =>
        content.IndexOf("_placehold"u8) >= 0 || content.IndexOf("/opt/anaconda1anaconda2"u8) >= 0
        || content.StartsWith("#!/usr/bin/env python"u8) || content.IndexOf("/versions/"u8) >= 0
        || content.IndexOf(System.Text.Encoding.UTF8.GetBytes(prefix)) >= 0;

    private static IEnumerable<string> Names(Dictionary<string, ArchiveMember> members) =>
        members.Keys.Where(static name => !Added.Contains(name)).Order(StringComparer.Ordinal);

    private static async Task<Dictionary<string, ArchiveMember>> CondaPackAsync(string prefix, string output, string? destination)
    {
        var wheels = CondaEnvironments.Beside("shared/wheels");
        var wheel = wheels == null ? null : Directory.GetFiles(wheels, "conda_pack-*.whl").FirstOrDefault();
        Assert.SkipWhen(wheel == null, "No conda-pack to compare with: its wheel is not beside the repository.");
        // It copies files of its own into the archive, so it can not stay zipped.
        await Task.Run(() => ZipFile.ExtractToDirectory(wheel!, $"{output}.conda-pack"), TestContext.Current.CancellationToken);
        string[] destinationOption = destination == null ? [] : ["--dest-prefix", destination];
        await Shell.OutputOfAsync("env", [
            $"PYTHONPATH={output}.conda-pack", "python3", "-m", "conda_pack.cli", "-q", "-p", prefix, "-o", output, "--compress-level", "1", .. destinationOption]);
        return await Archive.MembersAsync(output);
    }
}
