using System.Text;
using Skein.Hadoop.Hdfs.DataTransfer;
using Skein.Hadoop.Hdfs.Protocol;

namespace Skein.Hadoop.Tests.Hdfs;

public sealed class ChunkChecksumTests
{
    // The check values that catalogues of CRCs give for this text.
    private static readonly byte[] Check = Encoding.ASCII.GetBytes("123456789");

    [Fact]
    public void The_catalogues_check_values_come_out()
    {
        Assert.Equal(0xE3069283u, Crc32C.Compute(Check));
        Assert.Equal(0xE3069283u, Crc32C.ComputeWithoutHardware(Check));
        Assert.Equal(0xCBF43926u, Crc32Ieee.Compute(Check));
    }

    [Fact]
    public void Hardware_and_plain_code_agree_at_every_length_and_alignment()
    {
        var bytes = new byte[600];
        new Random(1).NextBytes(bytes);
        for (var start = 0; start < 9; start++)
        {
            for (var length = 0; length < bytes.Length - start; length += 7)
                Assert.Equal(Crc32C.ComputeWithoutHardware(bytes.AsSpan(start, length)), Crc32C.Compute(bytes.AsSpan(start, length)));
        }
    }

    [Theory]
    [InlineData(ChecksumTypeProto.ChecksumCrc32)]
    [InlineData(ChecksumTypeProto.ChecksumCrc32C)]
    public void A_wrong_byte_is_found_in_its_chunk(ChecksumTypeProto type)
    {
        var checksum = new ChunkChecksum(type, 100);
        var data = new byte[250];
        var sums = new byte[checksum.LengthFor(data.Length)];
        Assert.Equal(12, sums.Length);
        checksum.Compute(data, sums);
        Assert.Equal(-1, checksum.FindMismatch(data, sums));
        data[249] ^= 0x80;
        Assert.Equal(200, checksum.FindMismatch(data, sums));
        data[100] ^= 1;
        Assert.Equal(100, checksum.FindMismatch(data, sums));
    }

    [Fact]
    public void Type_null_covers_nothing()
    {
        var checksum = new ChunkChecksum(ChecksumTypeProto.ChecksumNull, 512);
        Assert.Equal(0, checksum.LengthFor(10_000));
        Assert.Equal(-1, checksum.FindMismatch(new byte[10_000], []));
    }

    [Theory]
    [InlineData(77, 512u)]
    [InlineData(2, 0u)]
    [InlineData(2, uint.MaxValue)]
    public void An_unknown_type_and_an_impossible_size_are_refused(int type, uint bytes) =>
        Assert.Throws<DataTransferException>(() => new ChunkChecksum((ChecksumTypeProto)type, bytes));
}
