using Skein.Packer.Inspection;
using Skein.Packer.Tests.EndToEnd;

namespace Skein.Packer.Tests.Inspection;

public sealed class GlibcRequirementTests
{
    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void The_greatest_version_is_found_in_every_word_size_and_byte_order(bool is64, bool isLittleEndian)
    {
        var image = new ElfFile(is64, isLittleEndian).Create([("GLIBC_2.3", 0), ("GLIBC_2.17", 0)], [("GLIBC_2.4", 0)]);
        Assert.Equal("2.17", Find(image));
    }

    [Theory]
    [InlineData("2.9", "2.17", "2.17")]
    [InlineData("2.2.5", "2.2", "2.2.5")]
    [InlineData("2.34", "2.4", "2.34")]
    public void Versions_are_compared_as_numbers(string first, string second, string expected) =>
        Assert.Equal(expected, Find(Create(("GLIBC_" + first, 0), ("GLIBC_" + second, 0))));

    [Theory]
    [InlineData("GLIBC_PRIVATE")]
    [InlineData("GLIBCXX_3.4.29")]
    [InlineData("GLIBC_")]
    [InlineData("GLIBC_2")]
    [InlineData("GLIBC_2.99999999999999999999")]
    [InlineData("GCC_3.0")]
    public void Other_names_say_nothing(string name) => Assert.Null(Find(Create((name, 0))));

    [Fact]
    public void What_may_be_missing_is_not_required() =>
        Assert.Equal("2.3", Find(Create(("GLIBC_2.3", 0), ("GLIBC_2.38", ElfFile.Weak))));

    [Fact]
    public void Relative_relocations_need_the_version_that_brought_them() => Assert.Equal("2.36", Find(Create(("GLIBC_ABI_DT_RELR", 0), ("GLIBC_2.4", 0))));

    [Fact]
    public void A_file_that_is_read_in_parts_gives_the_same()
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllBytes(directory["a"], Create(("GLIBC_2.17", 0)));
        using var handle = File.OpenHandle(directory["a"]);
        Assert.Equal(new Version(2, 17), GlibcRequirement.Find(new ElfBytes(handle)));
    }

    [Fact]
    public void A_part_ends_where_the_file_does()
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllBytes(directory["a"], [1, 2, 3]);
        using var handle = File.OpenHandle(directory["a"]);
        Assert.Equal([2, 3], new ElfBytes(handle).Part(1, 100).ToArray());
        Assert.Equal([2, 3], new ElfBytes([1, 2, 3]).Part(1, 100).ToArray());
        foreach (var beyond in (ulong[])[3, 4, long.MaxValue, ulong.MaxValue])
        {
            Assert.Equal([], new ElfBytes(handle).Part(beyond, 1).ToArray());
            Assert.Equal([], new ElfBytes([1, 2, 3]).Part(beyond, 1).ToArray());
        }
    }

    [Fact]
    public void A_truncated_file_does_no_harm()
    {
        var image = Create(("GLIBC_2.3", 0), ("GLIBC_2.17", 0));
        for (var length = 0; length < image.Length; length++)
            Assert.True(Find(image[..length]) is null or "2.3" or "2.17");
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public void A_damaged_file_does_no_harm(bool is64, bool isLittleEndian)
    {
        var image = new ElfFile(is64, isLittleEndian).Create([("GLIBC_2.3", 0), ("GLIBC_2.17", 0)], [("GLIBC_2.4", 0)]);
        var random = new Random(1);
        var found = 0;
        for (var round = 0; round < 20_000; round++)
        {
            var damaged = image.ToArray();
            for (var i = 0; i < 3; i++)
                damaged[random.Next(4, damaged.Length)] = (byte)(random.Next(4) == 0 ? 0xff : random.Next(256));
            found += Find(damaged) != null ? 1 : 0;
        }

        Assert.InRange(found, 1, 19_999);
    }

    [Fact]
    public void Counts_beyond_all_reason_end()
    {
        var elf = new ElfFile(is64: true, isLittleEndian: true);
        var image = elf.Create([("GLIBC_2.17", 0)]);
        // 65,535 names, each leading to itself, and a next need that leads back by wrapping around.
        image[elf.NeedsAt + 2] = image[elf.NeedsAt + 3] = 0xff;
        image.AsSpan(elf.NeedsAt + 12, 4).Fill(0xff);
        Assert.Equal("2.17", Find(image));
    }

    [Fact]
    public void This_machines_own_programs_need_a_glibc_or_none()
    {
        var image = File.ReadAllBytes("/proc/self/exe");
        Assert.True(Find(image) is null || Version.Parse(Find(image)!) >= new Version(2, 2));
    }

    private static byte[] Create(params (string Name, int Flags)[] names) => new ElfFile(is64: true, isLittleEndian: true).Create(names);

    private static string? Find(byte[] image) => GlibcRequirement.Find(new ElfBytes(image))?.ToString();
}
