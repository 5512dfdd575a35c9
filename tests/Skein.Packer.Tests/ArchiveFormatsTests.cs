namespace Skein.Packer.Tests;

public sealed class ArchiveFormatsTests
{
    [Theory]
    [InlineData(null, ArchiveFormat.Infer, ArchiveFormat.TarGz)]
    [InlineData("-", ArchiveFormat.Infer, ArchiveFormat.TarGz)]
    [InlineData("-", ArchiveFormat.Zip, ArchiveFormat.Zip)]
    [InlineData("a.tar.gz", ArchiveFormat.Infer, ArchiveFormat.TarGz)]
    [InlineData("a.tgz", ArchiveFormat.Infer, ArchiveFormat.TarGz)]
    [InlineData("a.tar", ArchiveFormat.Infer, ArchiveFormat.Tar)]
    [InlineData("a.tar.bz2", ArchiveFormat.Infer, ArchiveFormat.TarBz2)]
    [InlineData("a.tbz2", ArchiveFormat.Infer, ArchiveFormat.TarBz2)]
    [InlineData("a.zip", ArchiveFormat.Infer, ArchiveFormat.Zip)]
    [InlineData("a.no-archive", ArchiveFormat.Infer, ArchiveFormat.Folder)]
    [InlineData("a.parcel", ArchiveFormat.Infer, ArchiveFormat.Parcel)]
    [InlineData("a.parcel", ArchiveFormat.TarGz, ArchiveFormat.Parcel)]
    // An explicit format wins over the suffix.
    [InlineData("a.zip", ArchiveFormat.Tar, ArchiveFormat.Tar)]
    [InlineData("a", ArchiveFormat.Folder, ArchiveFormat.Folder)]
    public void The_format_is_the_asked_for_one_or_that_of_the_suffix(string? output, ArchiveFormat asked, ArchiveFormat expected) =>
        Assert.Equal(expected, ArchiveFormats.Choose(new PackOptions { Output = output, Format = asked }));

    [Theory]
    [InlineData("a.tar.xz")]
    [InlineData("a.txz")]
    [InlineData("a.tar.zst")]
    [InlineData("a.tzst")]
    [InlineData("a.squashfs")]
    public void What_YARN_does_not_unpack_is_refused_with_a_way_to_get_it(string output)
    {
        var error = Assert.Throws<PackException>(() => ArchiveFormats.Choose(new PackOptions { Output = output }));
        Assert.Contains("--format tar -o -", error.Message, StringComparison.Ordinal);
        Assert.Contains("--format tar -o -", ArchiveFormats.WhyNot(output[2..]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.rar", ArchiveFormat.Infer)]
    [InlineData("a", ArchiveFormat.Infer)]
    [InlineData("a.parcel", ArchiveFormat.Zip)]
    [InlineData("a.parcel", ArchiveFormat.TarBz2)]
    public void Names_that_say_nothing_or_contradict_the_format_are_refused(string output, ArchiveFormat asked) =>
        Assert.Throws<PackException>(() => ArchiveFormats.Choose(new PackOptions { Output = output, Format = asked }));

    [Theory]
    [InlineData("tar.gz")]
    [InlineData("rar")]
    public void Nothing_is_explained_of_formats_that_are_written_or_unknown(string name) => Assert.Null(ArchiveFormats.WhyNot(name));

    [Theory]
    [InlineData("n.tgz", ArchiveFormat.Zip, ".zip")]
    [InlineData("n.tar", ArchiveFormat.TarGz, ".tar.gz")]
    [InlineData("n.zip", ArchiveFormat.Folder, ".no-archive")]
    public void A_name_that_ends_like_another_format_is_told(string output, ArchiveFormat format, string suffix) =>
        Assert.Contains(suffix, ArchiveFormats.FindDisagreement(output, format), StringComparison.Ordinal);

    [Theory]
    [InlineData("n.tgz", ArchiveFormat.TarGz)]
    [InlineData("n", ArchiveFormat.Zip)]
    [InlineData("-", ArchiveFormat.Zip)]
    [InlineData(null, ArchiveFormat.Zip)]
    public void Nothing_is_told_of_a_name_that_agrees_or_says_nothing(string? output, ArchiveFormat format) =>
        Assert.Null(ArchiveFormats.FindDisagreement(output, format));

    [Theory]
    [InlineData(ArchiveFormat.TarGz, "env.tar.gz")]
    [InlineData(ArchiveFormat.TarBz2, "env.tar.bz2")]
    [InlineData(ArchiveFormat.Zip, "env.zip")]
    [InlineData(ArchiveFormat.Folder, "env.no-archive")]
    public void An_output_that_is_not_named_is_named_after_the_source(ArchiveFormat format, string expected) =>
        Assert.Equal(Path.GetFullPath(expected), ArchiveFormats.OutputOf(new PackOptions(), format, "env"));
}
