using System.Text;
using Skein.Packer.Relocation;
using Skein.Packer.Unpacking;

namespace Skein.Packer.Tests.Unpacking;

public sealed class PlacedFormTests
{
    private const string Home = "/opt/env";
    private const string Relative = "#!/bin/sh\nexec beside\n";

    private static readonly InstalledPrefix Prefix = new(Home);

    [Theory]
    [InlineData("/a")]
    [InlineData("/opt/env")]
    [InlineData("/a/longer/path/than/the/other")]
    [InlineData("/a path with blanks")]
    [InlineData("/größe")]
    public void A_text_changes_its_size_with_the_prefix_and_comes_back(string prefix)
    {
        const string Packed = "a=/opt/env/x\nb=/opt/env:/opt/env2\n";
        var file = PlacedFiles.InText("etc/x", Bytes(Packed), Bytes(Packed), Prefix)!;
        var expected = $"a={prefix}/x\nb={prefix}:/opt/env2\n";
        Assert.Equal(expected, Placed(file, Packed, RelocationState.AsPacked, prefix));
        Assert.Equal(Packed, Placed(file, expected, prefix, RelocationState.AsPacked));
    }

    [Theory]
    [InlineData("/a")]
    [InlineData("/opt/env")]
    public void A_string_with_room_keeps_its_size(string prefix)
    {
        const string Packed = "x/opt/env/lib:/opt/env/bin\0\0y/opt/env\0";
        var file = PlacedFiles.InRooms("lib/x", Bytes(Packed), Prefix)!;
        var fill = new string('\0', Home.Length - prefix.Length);
        var expected = $"x{prefix}/lib:{prefix}/bin\0{fill}{fill}\0y{prefix}\0{fill}";
        Assert.Equal(expected, Placed(file, Packed, RelocationState.AsPacked, prefix));
        Assert.Equal(Packed, Placed(file, expected, prefix, RelocationState.AsPacked));
        Assert.Equal(expected, Placed(file, Placed(file, Packed, RelocationState.AsPacked, "/b"), "/b", prefix));
    }

    [Fact]
    public void A_string_without_room_stays()
    {
        const string Packed = "/opt/env/lib\0";
        var file = PlacedFiles.InRooms("lib/x", Bytes(Packed), Prefix)!;
        Assert.Equal(Packed, Placed(file, Packed, RelocationState.AsPacked, "/opt/longer"));
        Assert.True(file.IsTooSmallFor("/opt/longer"));
    }

    [Fact]
    public void A_string_without_an_end_is_not_touched() => Assert.Null(PlacedFiles.InRooms("lib/x", Bytes("\0/opt/env"), Prefix));

    [Theory]
    [InlineData("/a", "#!/a/bin/python\n")]
    [InlineData("/a path with blanks", Relative)]
    [InlineData("/quoted'", Relative)]
    public void A_passage_becomes_what_an_installer_would_write_where_the_kernel_takes_it(string prefix, string head)
    {
        var (file, packed) = Script("body\n");
        Assert.Equal(head + "body\n", Placed(file, packed, RelocationState.AsPacked, prefix));
        Assert.Equal(packed, Placed(file, head + "body\n", prefix, RelocationState.AsPacked));
    }

    [Theory]
    [InlineData(114, true)]
    [InlineData(115, false)]
    public void A_first_line_is_no_longer_than_every_kernel_reads(int length, bool fits)
    {
        // #!, the prefix, /bin/python and the newline: 127 bytes at most.
        var prefix = "/" + new string('l', length - 2);
        var (file, packed) = Script("");
        var placed = Placed(file, packed, RelocationState.AsPacked, prefix);
        Assert.Equal(fits ? $"#!{prefix}/bin/python\n" : Relative, placed);
    }

    [Fact]
    public void Occurrences_behind_a_passage_move_with_it()
    {
        var (file, packed) = Script("x=/opt/env/y\n");
        Assert.Equal("#!/a/bin/python\nx=/a/y\n", Placed(file, packed, RelocationState.AsPacked, "/a"));
        Assert.Equal("#!/bbb/bin/python\nx=/bbb/y\n", Placed(file, "#!/a/bin/python\nx=/a/y\n", "/a", "/bbb"));
    }

    private static (PlacedFile File, string Packed) Script(string body) =>
        (PlacedFiles.InText("bin/x", Bytes("#!/opt/env/bin/python\n" + body), Bytes(Relative + body), Prefix)!, Relative + body);

    // Checks on the way that what the patches replace is there, and that the size is foretold.
    private static string Placed(PlacedFile file, string content, string from, string to)
    {
        var bytes = Bytes(content);
        Assert.Equal(PlacedForm.SizeOf(file, from), bytes.Length);
        var result = new List<byte>();
        var read = 0;
        foreach (var patch in PlacedForm.Patches(file, from, to))
        {
            result.AddRange(bytes[read..(int)patch.At]);
            Assert.Equal(patch.Old, bytes[(int)patch.At..((int)patch.At + patch.Old.Length)]);
            result.AddRange(patch.New);
            read = (int)patch.At + patch.Old.Length;
        }

        result.AddRange(bytes[read..]);
        Assert.Equal(PlacedForm.SizeOf(file, to), result.Count);
        return Encoding.UTF8.GetString([.. result]);
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
