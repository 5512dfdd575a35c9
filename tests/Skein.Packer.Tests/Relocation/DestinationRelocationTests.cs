using System.Text;
using Skein.Packer.Inventory;
using Skein.Packer.Relocation;
using Skein.Packer.Tests.EndToEnd;

namespace Skein.Packer.Tests.Relocation;

public sealed class DestinationRelocationTests
{
    private static readonly InstalledPrefix Prefix = new("/opt/env");

    private readonly DestinationRelocation _relocation = new(Prefix, "/srv/x");
    private readonly PackFile _file = new() { Path = "etc/x.conf", Kind = PackFileKind.Regular, Mode = 0x1a4 };

    [Fact]
    public void Paths_that_only_begin_as_the_prefix_does_stay()
    {
        var content = "a=/opt/env/lib\nb=/opt/env2/lib\nc=/opt/env.bak\nd=/opt/env\n"u8;
        Assert.True(_relocation.MayChange(_file, content));
        Assert.Equal(
            "a=/srv/x/lib\nb=/opt/env2/lib\nc=/opt/env.bak\nd=/srv/x\n",
            Encoding.UTF8.GetString(_relocation.Relocate(_file, content).Content!));
        Assert.False(_relocation.MayChange(_file, "b=/opt/env2/lib\n"u8));
    }

    [Fact]
    public void Paths_in_binary_data_that_only_begin_as_the_prefix_does_stay()
    {
        var relocated = _relocation.Relocate(_file, Binary("/opt/env/lib:/opt/env2/lib\0/opt/env.bak\0/opt/env\0"));
        Assert.Equal(Binary("/srv/x/lib:/opt/env2/lib\0\0\0/opt/env.bak\0/srv/x\0\0\0"), relocated.Content);
        Assert.Null(relocated.StaysAbsolute);
    }

    [Theory]
    [InlineData("/opt/env/lib\0/opt/env/share", "without an end")]
    [InlineData("/opt/env/lib\0/opt/env2/share", null)]
    public void A_path_in_binary_data_without_a_NUL_behind_it_stays_and_is_told(string text, string? expected)
    {
        var relocated = _relocation.Relocate(_file, Binary(text));
        Assert.Equal(Binary(text.Replace("/opt/env/lib\0", "/srv/x/lib\0\0\0", StringComparison.Ordinal)), relocated.Content);
        AssertTold(expected, relocated.StaysAbsolute);
    }

    [Fact]
    public void Nothing_is_told_of_data_that_is_to_stay_where_it_is() =>
        Assert.Null(new DestinationRelocation(Prefix, Prefix.Path).Relocate(_file, Binary("/opt/env/lib")).StaysAbsolute);

    [Theory]
    [InlineData("/opt/env/", "without an end")]
    [InlineData("/opt/env2", null)]
    public void The_same_holds_for_large_files(string endless, string? expected)
    {
        using var directory = new TemporaryDirectory();
        var tail = Binary(endless + new string('x', LargeBinaryPrefix.MaxStretch) + "\0");
        File.WriteAllBytes(directory["large"], [.. Binary("/opt/env2\0/opt/env/lib\0"), .. tail]);
        using var large = File.OpenHandle(directory["large"]);
        var patched = _relocation.RelocateLarge(_file, large);
        var patch = Assert.Single(patched.Patches);
        Assert.Equal("/srv/x/lib\0\0\0", Encoding.Latin1.GetString(patch.Bytes));
        AssertTold(expected, patched.StaysAbsolute);
    }

    // Bytes that are no UTF-8 make it data whatever its name.
    private static byte[] Binary(string text) => Encoding.Latin1.GetBytes($"\xff\0{text}");

    private static void AssertTold(string? expected, string? reason)
    {
        if (expected == null)
            Assert.Null(reason);
        else
            Assert.Contains(expected, reason, StringComparison.Ordinal);
    }
}
