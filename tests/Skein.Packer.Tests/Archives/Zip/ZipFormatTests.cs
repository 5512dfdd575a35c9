using System.Buffers.Binary;
using System.IO.Compression;
using Skein.Packer.Archives;
using Skein.Packer.Archives.Zip;
using Skein.Packer.Inventory;

namespace Skein.Packer.Tests.Archives.Zip;

public sealed class ZipFormatTests
{
    [Fact]
    public void The_framework_reads_names_times_modes_and_sizes()
    {
        using var output = new PooledBuffer(16);
        var entry = EntryOf("grüße/空") with { Mode = 0x1ed, Modified = 1_600_000_000, Size = 3, CompressedSize = 3, Crc = 0x352441c2 };
        ZipFormat.WriteLocal(entry, output);
        output.Write("abc"u8);
        var start = output.Length;
        ZipFormat.WriteCentral(entry, output);
        ZipFormat.WriteEnd(1, start, output.Length - start, output);

        using var archive = new ZipArchive(new MemoryStream(output.Written.ToArray()));
        var read = Assert.Single(archive.Entries);
        Assert.Equal("grüße/空", read.FullName);
        Assert.Equal(3, read.Length);
        Assert.Equal(0x81ed, read.ExternalAttributes >> 16 & 0xffff);
        using var content = new StreamReader(read.Open());
        Assert.Equal("abc", content.ReadToEnd());
    }

    [Theory]
    [InlineData(PackFileKind.Regular, 0x81edu << 16)]
    [InlineData(PackFileKind.SymbolicLink, 0xa1edu << 16)]
    [InlineData(PackFileKind.Directory, (0x41edu << 16) | 0x10)]
    public void The_kind_of_an_entry_is_in_its_attributes(object kind, uint attributes)
    {
        using var output = new PooledBuffer(16);
        ZipFormat.WriteCentral(EntryOf("name") with { Kind = (PackFileKind)kind, Mode = 0x1ed }, output);
        Assert.Equal(attributes, BinaryPrimitives.ReadUInt32LittleEndian(output.Written[38..]));
    }

    [Fact]
    public void Only_what_has_no_room_goes_into_long_fields()
    {
        using var output = new PooledBuffer(16);
        ZipFormat.WriteCentral(EntryOf("name") with { Size = 5L << 30, CompressedSize = 7, Offset = 6L << 30 }, output);
        Assert.Equal(uint.MaxValue, BinaryPrimitives.ReadUInt32LittleEndian(output.Written[24..]));
        Assert.Equal(7u, BinaryPrimitives.ReadUInt32LittleEndian(output.Written[20..]));
        Assert.Equal(uint.MaxValue, BinaryPrimitives.ReadUInt32LittleEndian(output.Written[42..]));
        var extra = output.Written[(46 + 4)..];
        Assert.Equal(1, BinaryPrimitives.ReadUInt16LittleEndian(extra));
        Assert.Equal(16, BinaryPrimitives.ReadUInt16LittleEndian(extra[2..]));
        Assert.Equal(5L << 30, BinaryPrimitives.ReadInt64LittleEndian(extra[4..]));
        Assert.Equal(6L << 30, BinaryPrimitives.ReadInt64LittleEndian(extra[12..]));
    }

    [Fact]
    public void An_entry_that_fits_has_no_long_fields()
    {
        using var output = new PooledBuffer(16);
        ZipFormat.WriteCentral(EntryOf("name") with { Size = ZipFormat.MaxShort, CompressedSize = ZipFormat.MaxShort, Offset = ZipFormat.MaxShort }, output);
        Assert.Equal(9, BinaryPrimitives.ReadUInt16LittleEndian(output.Written[30..]));
        Assert.Equal(46 + 4 + 9, output.Length);
    }

    [Theory]
    [InlineData(65_534, 10, 10, false)]
    [InlineData(65_535, 10, 10, true)]
    [InlineData(1, uint.MaxValue - 1L, 10, false)]
    [InlineData(1, uint.MaxValue, 10, true)]
    [InlineData(1, 10, uint.MaxValue, true)]
    public void The_end_is_long_only_when_it_has_to_be(long count, long offset, long size, bool isLong)
    {
        using var output = new PooledBuffer(16);
        ZipFormat.WriteEnd(count, offset, size, output);
        Assert.Equal(isLong, ZipFormat.NeedsLongEnd(count, offset, size));
        Assert.Equal(isLong ? 98 : 22, output.Length);
        var end = output.Written[^22..];
        Assert.True(end.StartsWith("PK\u0005\u0006"u8));
        Assert.Equal(Math.Min(count, ushort.MaxValue), BinaryPrimitives.ReadUInt16LittleEndian(end[10..]));
    }

    [Fact]
    public void A_time_that_four_bytes_do_not_hold_is_left_to_the_other_field()
    {
        using var output = new PooledBuffer(16);
        ZipFormat.WriteLocal(EntryOf("name") with { Modified = 1L << 40 }, output);
        Assert.Equal(30 + 4, output.Length);
    }

    private static ZipEntry EntryOf(string name) => new()
    {
        Name = System.Text.Encoding.UTF8.GetBytes(name),
        Kind = PackFileKind.Regular,
        Mode = 0x1a4,
        Modified = 0,
    };
}
