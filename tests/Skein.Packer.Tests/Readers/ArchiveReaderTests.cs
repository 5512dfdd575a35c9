using Skein.Packer.Tests.EndToEnd;

namespace Skein.Packer.Tests.Readers;

/// <summary>Every form of archive, read by every program that people read it with.</summary>
public sealed class ArchiveReaderTests(PackedSpecimens specimens, JavaReaders java, CondaEnvironments environments) : IClassFixture<PackedSpecimens>
{
    public static TheoryData<string, string> Pairs { get; } =
        [.. PackedForm.All.SelectMany(static form => ArchiveReader.All.Where(reader => reader.Reads(form)).Select(reader => (form.Name, reader.Name)))];

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task Everybody_finds_the_tree_that_was_packed(string formName, string readerName)
    {
        using var directory = new TemporaryDirectory();
        var form = PackedForm.All.Single(form => form.Name == formName);
        var reader = ArchiveReader.All.Single(reader => reader.Name == readerName);
        var (archive, source) = await specimens.GetAsync(form);
        source.AssertEqualTo(await reader.ReadAsync(java, archive, directory["unpacked"]), reader.SeesLinks);
    }

    [Fact]
    public async Task An_environment_is_the_same_in_every_form_that_holds_links()
    {
        using var directory = new TemporaryDirectory();
        var prefix = await environments.PrefixAsync("basic");
        var expected = await ReadAsync(PackedForm.All[0]);
        // Compressing an environment by bzip2 takes half a minute, and its tar archive is the same.
        foreach (var form in PackedForm.All.Skip(1).Where(static form => form.HoldsLinks && !form.FileName.EndsWith(".bz2", StringComparison.Ordinal)))
            expected.AssertEqualTo(await ReadAsync(form));

        async Task<Tree> ReadAsync(PackedForm form)
        {
            Directory.CreateDirectory(directory[form.Name]);
            var options = form.Change(new PackOptions { Prefix = prefix, Output = directory[$"{form}/{form.FileName}"], UseCache = false });
            await EnvironmentPacker.PackAsync(options, null, TestContext.Current.CancellationToken);
            var reader = ArchiveReader.All.First(reader => reader.Reads(form));
            return (await reader.ReadAsync(java, options.Output!, directory[$"{form}/unpacked"])).WithoutParents();
        }
    }

    [Fact]
    public async Task Everybody_finds_the_same_in_a_parcel()
    {
        using var directory = new TemporaryDirectory();
        var options = new PackOptions { Prefix = await environments.PrefixAsync("nopython"), Output = directory["demo-1.0-el7.parcel"], Format = ArchiveFormat.Parcel };
        var summary = await EnvironmentPacker.PackAsync(options, null, TestContext.Current.CancellationToken);
        Tree? first = null;
        foreach (var reader in ArchiveReader.All.Where(static reader => reader.Reads(PackedForm.All[0])))
        {
            var found = (await reader.ReadAsync(java, summary.Output, directory[reader.Name])).WithoutParents();
            first ??= found;
            first.AssertEqualTo(found);
        }
    }

    [Fact]
    public async Task Java_inflates_the_same_bytes_as_gzip()
    {
        var (archive, _) = await specimens.GetAsync(PackedForm.All[0]);
        var sum = await Shell.OutputOfAsync("bash", ["-c", "gzip -dc \"$1\" | sha256sum", "bash", archive]);
        Tree.Parse($"f - - {sum.Split(' ')[0]} - {Convert.ToHexString("content"u8)}").AssertEqualTo(await java.JdkAsync("gzip", archive));
    }
}
