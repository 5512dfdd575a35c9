using System.Text;
using Skein.Packer.Unpacking;

namespace Skein.Packer.Tests.Unpacking;

public sealed class RelocationStateFormatTests
{
    private const string Whole = """
        {"version":1,"prefixes":[""],"files":[{"path":"bin/x","size":9,"text":"/p","occurrences":[7],"passages":[[0,"a","b","c"]],"rooms":[7,9],"may_stay":true,"hard_links":["bin/y"]}]}
        """;

    private static readonly RelocationState State = new(
        ["", "/opt/größe \"x\""],
        [
            new PlacedFile("bin/tool", 20, "/opt/env", [3, 17], [new Passage(0, "#!/bin/sh\n", ["#!", "/bin/x\n"])], []) { HardLinks = ["bin/other", "share/third"] },
            new PlacedFile("lib/größe.so", 1L << 40, "/placeholder", [1L << 33], [], [new Room(1L << 33, (1L << 33) + 20)]) { MayStay = true },
        ]);

    [Fact]
    public void What_was_written_is_read()
    {
        var written = RelocationStateFormat.Write(State);
        var read = RelocationStateFormat.Read(written);
        Assert.Equal(State.Prefixes, read.Prefixes);
        Assert.Equivalent(State.Files, read.Files, strict: true);
        Assert.Equal(written, RelocationStateFormat.Write(read));
    }

    [Fact]
    public void A_file_has_a_line()
    {
        var lines = Encoding.UTF8.GetString(RelocationStateFormat.Write(State)).TrimEnd('\n').Split('\n');
        Assert.Equal(State.Files.Count + 1, lines.Length);
        Assert.Contains("größe.so", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_state_that_was_cut_anywhere_is_damaged()
    {
        var written = RelocationStateFormat.Write(State);
        for (var length = 0; length < written.Length - 1; length++)
            AssertDamaged(written.AsMemory(0, length));
    }

    [Fact]
    public void A_damaged_byte_is_told_or_harmless()
    {
        var random = new Random(1);
        var written = RelocationStateFormat.Write(State);
        for (var i = 0; i < 5000; i++)
        {
            var damaged = written.ToArray();
            damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            // Any other exception fails the test.
            if (Record.Exception(() => RelocationStateFormat.Read(damaged)) is { } error)
                Assert.IsType<FormatException>(error);
        }
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"version":"1"}""")]
    [InlineData("""{"version":1.5}""")]
    [InlineData("""{"version":1,"prefixes":[""]}""")]
    [InlineData("""{"version":1,"prefixes":[],"files":[]}""")]
    [InlineData("""{"version":1,"prefixes":["relative"],"files":[]}""")]
    [InlineData("""{"version":1,"prefixes":[1],"files":[]}""")]
    [InlineData("""{"version":1,"prefixes":[""],"files":[{}]}""")]
    [InlineData("""{"version":1,"prefixes":[""],"files":{}}""")]
    public void What_has_another_form_is_damaged(string json) => AssertDamaged(Encoding.UTF8.GetBytes(json));

    [Theory]
    [InlineData("bin/x", "/etc/passwd")]
    [InlineData("bin/x", "../x")]
    [InlineData("bin/x", "bin/../../x")]
    [InlineData("bin/x", "bin/./x")]
    [InlineData("bin/x", "bin//x")]
    [InlineData("bin/x", "bin/")]
    [InlineData("bin/x", "..")]
    [InlineData("bin/x", ".")]
    [InlineData("bin/x", "")]
    [InlineData("bin/x", "x\\u0000y")]
    [InlineData("bin/y", "/etc/passwd")]
    [InlineData("bin/y", "bin/../../y")]
    [InlineData("bin/y", "")]
    [InlineData("[7],\"pass", "[7.5],\"pass")]
    [InlineData("[7],\"pass", "[99999999999999999999],\"pass")]
    [InlineData("[7,9]", "[7]")]
    [InlineData("[[0,\"a\",\"b\",\"c\"]]", "[[]]")]
    [InlineData("[[0,\"a\",\"b\",\"c\"]]", "[0]")]
    [InlineData("\"size\":9", "\"size\":null")]
    public void A_name_out_of_the_environment_and_a_number_of_another_kind_are_damage(string right, string wrong)
    {
        Assert.Single(RelocationStateFormat.Read(Encoding.UTF8.GetBytes(Whole)).Files);
        Assert.Contains(right, Whole, StringComparison.Ordinal);
        AssertDamaged(Encoding.UTF8.GetBytes(Whole.Replace(right, wrong, StringComparison.Ordinal)));
    }

    [Fact]
    public void A_text_longer_than_any_path_is_damage() =>
        AssertDamaged(Encoding.UTF8.GetBytes(Whole.Replace("/p", "/" + new string('p', 5000), StringComparison.Ordinal)));

    [Fact]
    public void A_later_version_is_told()
    {
        var error = Assert.Throws<FormatException>(() => RelocationStateFormat.Read("""{"version":2,"anything":1}"""u8.ToArray()));
        Assert.Contains("version 2", error.Message, StringComparison.Ordinal);
    }

    private static void AssertDamaged(ReadOnlyMemory<byte> json)
    {
        var error = Assert.Throws<FormatException>(() => RelocationStateFormat.Read(json));
        Assert.StartsWith("is damaged", error.Message, StringComparison.Ordinal);
    }
}
