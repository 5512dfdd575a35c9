using Skein.Packer.Relocation;

namespace Skein.Packer.Tests.Relocation;

public sealed class AbsoluteReasonTests
{
    private const string Program = "/bin/sh";

    [Theory]
    [InlineData("lib/libx.la", 2, false, "libtool archive that names it 2 times")]
    [InlineData("etc/x", 1, false, "text that names it once")]
    [InlineData("bin/x", 1, true, "it starts from any place")]
    public void A_text_says_what_it_is(string path, int count, bool isRelocated, string expected)
    {
        Assert.Contains(expected, AbsoluteReason.OfText(path, count, isRelocated), StringComparison.Ordinal);
        Assert.Null(AbsoluteReason.OfText(path, 0, isRelocated));
    }

    [Fact]
    public void A_loader_inside_of_the_environment_is_named()
    {
        var prefix = new InstalledPrefix(Directory.Exists("/lib64") ? "/lib64" : "/lib");
        var reason = AbsoluteReason.OfBinary(File.ReadAllBytes(Program), prefix, count: 1)!;
        Assert.StartsWith($"program that the kernel starts by its loader '{prefix.Path}/ld-", reason, StringComparison.Ordinal);
        Assert.Contains("--dest-prefix", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_library_linked_by_its_whole_path_is_named()
    {
        var image = File.ReadAllBytes(Program);
        var name = image.AsSpan().IndexOf("libc.so.6\0"u8);
        Assert.True(name > 0);
        "/p/lib.so"u8.CopyTo(image.AsSpan(name));
        Assert.Contains("linked to '/p/lib.so' by its whole path", AbsoluteReason.OfBinary(image, new InstalledPrefix("/p"), count: 1), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_program_is_called_data() =>
        Assert.Equal("binary data that names it 2 times", AbsoluteReason.OfBinary("/p\0/p\0"u8, new InstalledPrefix("/p"), count: 2));

    [Theory]
    [InlineData(0, null)]
    [InlineData(1, "program or library that names it once")]
    [InlineData(3, "program or library that names it 3 times")]
    public void Other_programs_are_counted(int count, string? expected) =>
        Assert.Equal(expected, AbsoluteReason.OfBinary(File.ReadAllBytes(Program), new InstalledPrefix("/nowhere"), count));
}
