using System.Buffers.Binary;
using System.Text;
using Skein.Packer.Relocation;
using Skein.Packer.Tests.EndToEnd;

namespace Skein.Packer.Tests.Relocation;

public sealed class ElfRunPathTests
{
    private const int Dynamic = 64 + (2 * 56);
    private const int Strings = Dynamic + (4 * 16);
    private static readonly InstalledPrefix Prefix = new("/opt/environment");

    [Theory]
    [InlineData("/opt/environment/lib", "bin", "$ORIGIN/../lib")]
    [InlineData("/opt/environment/lib", "lib", "$ORIGIN")]
    [InlineData("/opt/environment/lib/:/usr/lib", "lib/x", "$ORIGIN/..:/usr/lib")]
    [InlineData("/opt/environment/lib:/opt/environment/lib", "lib", "$ORIGIN")]
    public void Entries_below_the_prefix_become_relative(string runPath, string directory, string expected)
    {
        var image = Image(runPath);
        Assert.Equal(ElfOutcome.Rewritten, ElfRunPath.MakeRelative(image, Prefix, directory));
        Assert.Equal(expected, RunPathOf(image));
        Assert.True(Prefix.IndexIn(image) < 0);
        Assert.Equal("libc.so", Text(image.AsSpan(Strings + 1)));
    }

    [Fact]
    public void A_name_that_shares_the_tail_of_the_string_stays_whole()
    {
        var image = Image("/opt/environment/lib");
        var tail = Strings + 9 + "/opt/environment/".Length;
        Assert.Equal("lib", Text(image.AsSpan(tail)));
        ElfRunPath.MakeRelative(image, Prefix, "bin");
        Assert.Equal("lib", Text(image.AsSpan(tail)));
    }

    [Fact]
    public void The_room_an_installer_left_is_used()
    {
        var prefix = new InstalledPrefix("/e");
        var image = Image("/e/lib\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0");
        Assert.Equal(ElfOutcome.Rewritten, ElfRunPath.MakeRelative(image, prefix, "bin"));
        Assert.Equal("$ORIGIN/../lib", RunPathOf(image));
    }

    [Fact]
    public void A_file_too_large_for_memory_is_patched_like_one_in_memory()
    {
        using var directory = new TemporaryDirectory();
        var image = Image("/opt/environment/lib:/usr/lib");
        var large = new byte[3 << 20];
        image.CopyTo(large, 0);
        File.WriteAllBytes(directory["large.so"], large);
        using var file = File.OpenHandle(directory["large.so"]);
        using var content = new LargeContent(file);
        var excerpt = ElfExcerpt.Read(content);
        Assert.NotNull(excerpt);
        Assert.Equal(ElfOutcome.Rewritten, ElfRunPath.MakeRelative(excerpt.Image, Prefix, "bin"));
        var patched = large.ToArray();
        foreach (var patch in excerpt.Patches())
            patch.ApplyTo(patched, 0);
        ElfRunPath.MakeRelative(large, Prefix, "bin");
        Assert.Equal("$ORIGIN/../lib:/usr/lib", RunPathOf(patched));
        Assert.Equal(large, patched);
    }

    [Fact]
    public void What_does_not_fit_is_left_alone()
    {
        var image = Image("/e/lib", size: 16);
        var before = image.ToArray();
        Assert.Equal(ElfOutcome.DoesNotFit, ElfRunPath.MakeRelative(image, new InstalledPrefix("/e"), "bin"));
        Assert.Equal(before, image);
    }

    [Theory]
    [InlineData("/usr/lib")]
    [InlineData("$ORIGIN/../lib")]
    [InlineData("/opt/environment2/lib")]
    [InlineData("/opt/environment/../lib")]
    public void Other_entries_stay(string runPath) =>
        Assert.Equal(ElfOutcome.NothingToDo, ElfRunPath.MakeRelative(Image(runPath), Prefix, "bin"));

    [Fact]
    public void Damaged_files_do_no_harm()
    {
        var image = Image("/opt/environment/lib");
        for (var length = 0; length < image.Length; length++)
            ElfRunPath.MakeRelative(image.AsSpan(0, length).ToArray(), Prefix, "bin");
        var random = new Random(1);
        for (var round = 0; round < 20_000; round++)
        {
            var damaged = image.ToArray();
            for (var i = 0; i < 3; i++)
                damaged[random.Next(4, damaged.Length)] = (byte)(random.Next(4) == 0 ? 0xff : random.Next(256));
            ElfRunPath.MakeRelative(damaged, Prefix, "bin");
            Assert.Equal(image.Length, damaged.Length);
        }
    }

    // A 64-bit little-endian file of two segments whose addresses are offsets plus 0x1000.
    private static byte[] Image(string runPath, int? size = null)
    {
        var strings = Encoding.Latin1.GetBytes("\0libc.so\0" + runPath + "\0");
        var image = new byte[Strings + strings.Length];
        "\x7f"u8.CopyTo(image);
        "ELF"u8.CopyTo(image.AsSpan(1));
        image[4] = 2;
        image[5] = 1;
        BinaryPrimitives.WriteUInt64LittleEndian(image.AsSpan(32), 64);
        BinaryPrimitives.WriteUInt16LittleEndian(image.AsSpan(54), 56);
        BinaryPrimitives.WriteUInt16LittleEndian(image.AsSpan(56), 2);
        Segment(image.AsSpan(64), 1, 0, (ulong)image.Length);
        Segment(image.AsSpan(120), 2, Dynamic, 4 * 16);
        Entry(image, 0, 5, Strings + 0x1000);
        Entry(image, 1, 10, (ulong)(size ?? strings.Length));
        Entry(image, 2, 29, 9);
        strings.CopyTo(image.AsSpan(Strings));
        return image;
    }

    private static void Segment(Span<byte> header, uint type, ulong offset, ulong size)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(header, type);
        BinaryPrimitives.WriteUInt64LittleEndian(header[8..], offset);
        BinaryPrimitives.WriteUInt64LittleEndian(header[16..], offset + 0x1000);
        BinaryPrimitives.WriteUInt64LittleEndian(header[32..], size);
    }

    private static void Entry(byte[] image, int index, ulong tag, ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(image.AsSpan(Dynamic + (index * 16)), tag);
        BinaryPrimitives.WriteUInt64LittleEndian(image.AsSpan(Dynamic + (index * 16) + 8), value);
    }

    private static string RunPathOf(byte[] image) =>
        Text(image.AsSpan(Strings + (int)BinaryPrimitives.ReadUInt64LittleEndian(image.AsSpan(Dynamic + 40))));

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes[..bytes.IndexOf((byte)0)]);
}
