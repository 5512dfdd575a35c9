using System.Buffers.Binary;
using Skein.Hadoop.Logs;
using Skein.Hadoop.Logs.TFile;
using Skein.Hadoop.Tests.Rpc;

namespace Skein.Hadoop.Tests.Logs;

public sealed class DamagedLogTests
{
    [Theory]
    [InlineData("logs-tfile-none.bin", 1)]
    [InlineData("logs-indexed-none.bin", 1)]
    [InlineData("logs-tfile-gz.bin", 101)]
    [InlineData("logs-indexed-gz.bin", 101)]
    public async Task A_file_that_is_cut_off_anywhere_is_named(string fixture, int step)
    {
        var whole = GoldenFile.ReadBytes(fixture);
        for (var length = 0; length < whole.Length; length += step)
        {
            var fault = await Assert.ThrowsAsync<LogFormatException>(() => LogFixtures.ReadLogsAsync(whole[..length]));
            Assert.StartsWith(LogFixtures.NodeFile + ": ", fault.Message);
        }
    }

    [Theory]
    [InlineData("logs-tfile-none.bin", 1)]
    [InlineData("logs-indexed-none.bin", 1)]
    [InlineData("logs-tfile-gz.bin", 101)]
    [InlineData("logs-indexed-gz.bin", 101)]
    public async Task A_file_with_any_byte_changed_is_read_or_named(string fixture, int step)
    {
        var whole = GoldenFile.ReadBytes(fixture);
        var named = 0;
        for (var i = 0; i < whole.Length; i += step)
        {
            foreach (var change in (byte[])[0x01, 0x80, 0xFF])
            {
                byte[] damaged = [.. whole];
                damaged[i] ^= change;
                var fault = await Record.ExceptionAsync(() => LogFixtures.ReadLogsAsync(damaged));
                // A changed name or text is a log like any other; two logs may even get the same name.
                Assert.True(fault is null or LogFormatException or ArgumentException, $"byte {i}: {fault}");
                named += fault is LogFormatException ? 1 : 0;
            }
        }

        Assert.NotEqual(0, named);
    }

    [Theory]
    [InlineData("lzo")]
    [InlineData("")]
    public async Task A_compression_that_is_not_known_is_named(string algorithm)
    {
        var file = TFileOf([0x00], algorithm);
        var fault = await Assert.ThrowsAsync<LogFormatException>(() => LogFixtures.ReadLogsAsync(file));
        Assert.Contains($"\"{algorithm}\"", fault.Message);
    }

    [Fact]
    public async Task An_index_of_impossible_length_takes_no_memory()
    {
        var whole = GoldenFile.ReadBytes("logs-indexed-none.bin");
        foreach (var length in (int[])[int.MaxValue, int.MinValue, -1, 0])
        {
            BinaryPrimitives.WriteInt32BigEndian(whole.AsSpan(whole.Length - 36), length);
            var fault = await Assert.ThrowsAsync<LogFormatException>(() => LogFixtures.ReadLogsAsync(whole));
            Assert.Contains($"announces an index of {length} bytes", fault.Message);
        }
    }

    [Theory]
    [InlineData("ff")] // A key of a negative length.
    [InlineData("870fffffffffffffff")] // A key longer than memory.
    [InlineData("0300014187" + "8000000000000000")] // A chunk of a length that has no positive counterpart.
    [InlineData("0300014187" + "7fffffffffffffff")] // A chunk longer than the file.
    [InlineData("0c000a636f6e7461696e65725f05000161ffff")] // A file name that is cut off by the end of the value.
    [InlineData("0c000a636f6e7461696e65725f06000161000158")] // A log of a length that is no number.
    [InlineData("0c000a636f6e7461696e65725f0700016100022d31")] // A log of a negative length.
    [InlineData("0c000a636f6e7461696e65725f0700016100023939")] // A log longer than its value.
    [InlineData("0c000a636f6e7461696e65725f050001ff0001")] // A file name that is no modified UTF-8.
    public async Task A_hostile_record_is_named(string hex)
    {
        var file = TFileOf(Convert.FromHexString(hex), "none");
        var fault = await Assert.ThrowsAsync<LogFormatException>(() => LogFixtures.ReadLogsAsync(file));
        Assert.StartsWith(LogFixtures.NodeFile + ": ", fault.Message);
    }

    [Fact]
    public async Task The_file_that_hostile_records_are_put_into_is_good_without_them()
    {
        var record = Convert.FromHexString("0c000a636f6e7461696e65725f0700016100013158");
        Assert.Equal("X", (await LogFixtures.ReadLogsAsync(TFileOf(record, "none")))["container_/a"]);
    }

    [Fact]
    public void A_count_without_entries_ends_with_the_index()
    {
        // "none", then 2^63 - 1 regions of which there is not one.
        byte[] index = [4, .. "none"u8, 0x87, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF];
        Assert.Throws<InvalidDataException>(() => new TFileIndexReader(index, dataEnd: 100).ReadDataIndex());
    }

    [Theory]
    [InlineData("0a0b01")] // 10 + 11 is beyond the 20 bytes of data.
    [InlineData("ff0101")]
    [InlineData("00ff01")]
    [InlineData("0001ff")]
    [InlineData("01877fffffffffffffff01")] // The sum of both overflows.
    public void A_block_outside_of_the_data_is_refused(string region)
    {
        byte[] index = [4, .. "none"u8, 1, .. Convert.FromHexString(region)];
        Assert.Throws<InvalidDataException>(() => new TFileIndexReader(index, dataEnd: 20).ReadDataIndex());
    }

    /// <summary>A TFile of one block.</summary>
    private static byte[] TFileOf(byte[] block, string algorithm)
    {
        var magic = TFileTrailer.Magic.ToArray();
        byte[] name = [.. System.Text.Encoding.UTF8.GetBytes(algorithm)];
        byte[] dataIndex = [(byte)name.Length, .. name, 1, (byte)magic.Length, (byte)block.Length, 100];
        var dataIndexOffset = (byte)(magic.Length + block.Length);
        byte[] metaIndex =
            [1, 17, .. "data:BCFile.index"u8, 4, .. "none"u8, dataIndexOffset, (byte)dataIndex.Length, (byte)dataIndex.Length];
        var metaOffset = (byte)(dataIndexOffset + dataIndex.Length);
        return [.. magic, .. block, .. dataIndex, .. metaIndex, 0, 0, 0, 0, 0, 0, 0, metaOffset, 0, 1, 0, 0, .. magic];
    }
}
