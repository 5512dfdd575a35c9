using FsCheck;
using FsCheck.Fluent;
using Skein.Packer.Tests.EndToEnd;
using Skein.Packer.Tests.Readers;

namespace Skein.Packer.Tests.Properties;

/// <summary>What is unpacked is what was packed, whatever it was. A failure prints the steps to the smallest such tree, and the seed.</summary>
public sealed class RandomTreeTests(JavaReaders java)
{
    [Fact]
    public void Any_tree_comes_out_of_gzip_and_tar_as_it_went_in() => Check(40, "tar.gz", "gzip and tar, as YARN", comparesSharedNames: true);

    [Fact]
    public void Any_tree_comes_out_of_Python_as_it_went_in() => Check(15, "tar.gz", "Python's tarfile");

    [Fact]
    public void Any_tree_comes_out_of_a_zip_archive_as_it_went_in() => Check(15, "zip with links", "Python's zipfile");

    [Fact]
    public void Any_tree_is_the_same_in_a_folder() => Check(15, "folder", "the file system");

    private void Check(int trees, string form, string reader, bool comparesSharedNames = false) => Prop.ForAll(
        TreeSteps.Arbitrary,
        steps => CheckAsync(
            steps, PackedForm.All.Single(each => each.Name == form), ArchiveReader.All.Single(each => each.Name == reader), comparesSharedNames))
        .Check(Config.QuickThrowOnFailure.WithMaxTest(trees));

    private async Task CheckAsync(IReadOnlyList<TreeStep> steps, PackedForm form, ArchiveReader reader, bool comparesSharedNames)
    {
        using var directory = new TemporaryDirectory();
        await RandomTree.CreateAsync(directory["t"], [.. steps, new TreeStep([], "one", 'f', 1, 0x1a4, 1, "")]);
        var options = form.Change(new PackOptions { Kind = EnvironmentKind.Folder, Prefix = directory["t"], Output = directory[form.FileName], UseCache = false });
        await EnvironmentPacker.PackAsync(options, null, TestContext.Current.CancellationToken);
        Tree.Of(directory["t"]).AssertEqualTo(await reader.ReadAsync(java, options.Output!, directory["u"]), reader.SeesLinks);
        if (comparesSharedNames)
            Assert.Equal(await RandomTree.SharedNamesAsync(directory["t"]), await RandomTree.SharedNamesAsync(directory["u"]));
    }
}
