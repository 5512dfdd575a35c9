using System.Formats.Tar;
using Skein.Packer.Archives;
using Skein.Packer.Archives.Tar;
using Skein.Packer.Inventory;

namespace Skein.Packer.Tests.Archives.Tar;

public sealed class TarHeaderTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(100, 1)]
    [InlineData(255, 3)]
    [InlineData(300, 3)]
    public void Names_of_every_length_are_read_back(int length, int blocks)
    {
        var name = new string('n', length);
        var (entry, size) = RoundTrip(new PackFile { Path = name, Kind = PackFileKind.Regular, Mode = 0x1ed, Modified = 1_600_000_000 }, "");
        Assert.Equal(name, entry.Name);
        Assert.Equal(blocks * TarHeader.BlockSize, size);
        Assert.Equal(0x1ed, (int)entry.Mode);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1_600_000_000), entry.ModificationTime);
        Assert.Equal((0, 0), (entry.Uid, entry.Gid));
    }

    [Fact]
    public void A_long_path_is_split_at_a_slash_without_an_extended_header()
    {
        var name = $"{new string('d', 150)}/{new string('n', 99)}";
        var (entry, size) = RoundTrip(new PackFile { Path = name, Kind = PackFileKind.Regular, Mode = 0 }, "");
        Assert.Equal(name, entry.Name);
        Assert.Equal(TarHeader.BlockSize, size);
    }

    [Theory]
    [InlineData(100, 1)]
    [InlineData(101, 3)]
    [InlineData(4000, 10)]
    public void Links_of_every_length_are_read_back(int length, int blocks)
    {
        var target = new string('t', length);
        var (entry, size) = RoundTrip(new PackFile { Path = "link", Kind = PackFileKind.SymbolicLink, Mode = 0 }, target);
        Assert.Equal(TarEntryType.SymbolicLink, entry.EntryType);
        Assert.Equal(target, entry.LinkName);
        Assert.Equal(blocks * TarHeader.BlockSize, size);
    }

    [Fact]
    public void Directories_and_names_beyond_ascii_are_read_back()
    {
        var (entry, _) = RoundTrip(new PackFile { Path = "grüße/空", Kind = PackFileKind.Directory, Mode = 0x1c0 }, "");
        Assert.Equal(TarEntryType.Directory, entry.EntryType);
        Assert.Equal("grüße/空/", entry.Name);
    }

    [Fact]
    public void A_size_beyond_ustar_goes_into_an_extended_header()
    {
        using var output = new PooledBuffer(4096);
        TarHeader.Write(new PackFile { Path = "big", Kind = PackFileKind.Regular, Mode = 0 }, "big", "", 9L << 30, output);
        Assert.Equal(3 * TarHeader.BlockSize, output.Written.Length);
        Assert.True(output.Written.IndexOf("19 size=9663676416\n"u8) == TarHeader.BlockSize);
    }

    [Theory]
    [InlineData(-1, 3)]
    [InlineData(0, 1)]
    [InlineData(0x1_ffff_ffff, 1)]
    [InlineData(0x2_0000_0000, 3)]
    public void Times_of_every_age_are_read_back(long modified, int blocks)
    {
        var (entry, size) = RoundTrip(new PackFile { Path = "old", Kind = PackFileKind.Regular, Mode = 0, Modified = modified }, "");
        Assert.Equal(modified, entry.ModificationTime.ToUnixTimeSeconds());
        Assert.Equal(blocks * TarHeader.BlockSize, size);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 511)]
    [InlineData(512, 0)]
    [InlineData(513, 511)]
    public void Data_are_filled_up_to_blocks(long size, int padding) => Assert.Equal(padding, TarHeader.Padding(size));

    private static (TarEntry Entry, int Size) RoundTrip(PackFile file, string link)
    {
        using var output = new PooledBuffer(16);
        TarHeader.Write(file, file.Path, link, 0, output);
        var size = output.Written.Length;
        TarHeader.WriteZeros(2 * TarHeader.BlockSize, output);
        using var reader = new TarReader(new MemoryStream(output.Written.ToArray()));
        return (reader.GetNextEntry(copyData: true)!, size);
    }
}
