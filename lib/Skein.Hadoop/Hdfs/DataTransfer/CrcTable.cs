using System.Buffers.Binary;

namespace Skein.Hadoop.Hdfs.DataTransfer;

/// <summary>A reflected 32-bit CRC in plain code, eight bytes a step, for processors without an instruction for it.</summary>
internal sealed class CrcTable
{
    private const int Slices = 8;

    // _table[k * 256 + b]: the CRC of byte b followed by k zero bytes.
    private readonly uint[] _table = new uint[Slices * 256];

    /// <param name="polynomial">The polynomial, bit-reversed.</param>
    public CrcTable(uint polynomial)
    {
        for (uint value = 0; value < 256; value++)
        {
            var crc = value;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? (crc >> 1) ^ polynomial : crc >> 1;
            _table[value] = crc;
        }

        for (var index = 256; index < _table.Length; index++)
        {
            var shorter = _table[index - 256];
            _table[index] = (shorter >> 8) ^ _table[shorter & 0xFF];
        }
    }

    /// <summary>Carries a CRC on over more bytes. The CRC is neither inverted before nor after.</summary>
    public uint Append(uint crc, ReadOnlySpan<byte> bytes)
    {
        var table = _table.AsSpan(0, Slices * 256);
        while (bytes.Length >= Slices)
        {
            var low = BinaryPrimitives.ReadUInt32LittleEndian(bytes) ^ crc;
            var high = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            crc = table[(int)(1792 + (low & 0xFF))]
                ^ table[(int)(1536 + ((low >> 8) & 0xFF))]
                ^ table[(int)(1280 + ((low >> 16) & 0xFF))]
                ^ table[(int)(1024 + (low >> 24))]
                ^ table[(int)(768 + (high & 0xFF))]
                ^ table[(int)(512 + ((high >> 8) & 0xFF))]
                ^ table[(int)(256 + ((high >> 16) & 0xFF))]
                ^ table[(int)(high >> 24)];
            bytes = bytes[Slices..];
        }

        foreach (var value in bytes)
            crc = (crc >> 8) ^ table[(int)((crc ^ value) & 0xFF)];
        return crc;
    }
}
