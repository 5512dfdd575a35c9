using System.Buffers.Binary;
using Skein.Packer.Inventory;

namespace Skein.Packer.Archives.Zip;

/// <summary>Encodes the headers of a zip archive, with the long (ZIP64) fields only where the short ones have no room.</summary>
internal static class ZipFormat
{
    /// <summary>The largest size or offset of the short fields; the next number says that the long field holds it.</summary>
    public const long MaxShort = uint.MaxValue - 1;

    /// <summary>The largest number of entries of the short field.</summary>
    public const int MaxShortCount = ushort.MaxValue - 1;

    private const ushort Needs20 = 20;
    private const ushort Needs45 = 45;
    private const ushort MadeByUnix = 3 << 8;
    private const ushort DescriptorFlag = 1 << 3;
    private const ushort Utf8Flag = 1 << 11;
    private const ushort LongFieldsId = 0x0001;
    private const ushort UnixTimeId = 0x5455;
    private const int UnixTimeLength = 9;
    private const uint DirectoryAttribute = 0x10;

    // Numbers are little-endian.
    //
    //   local header     "PK\3\4"  needs 2  flags 2  method 2  time 2  date 2  crc 4  compressed 4  size 4  name length 2  extra length 2
    //                    name  extra
    //   descriptor       "PK\7\8"  crc 4  compressed 4 or 8  size 4 or 8
    //   central header   "PK\1\2"  made by 2  needs 2  flags 2  method 2  time 2  date 2  crc 4  compressed 4  size 4  name length 2
    //                    extra length 2  comment length 2  disk 2  internal attributes 2  external attributes 4  offset 4  name  extra
    //   long end         "PK\6\6"  length of the rest 8  made by 2  needs 2  disk 4  disk 4  entries 8  entries 8  size 8  offset 8
    //   locator          "PK\6\7"  disk 4  offset of the long end 8  disks 4
    //   end              "PK\5\6"  disk 2  disk 2  entries 2  entries 2  size 4  offset 4  comment length 2
    //
    //   extra fields     id 2  length 2  value:  0x0001 those of size 8, compressed 8, offset 8 whose short field is all ones
    //                                            0x5455 flags 1 (bit 0: modified)  seconds since the epoch 4
    //   external attributes: the mode with the type of file in the upper half, as Unix has it; 0x10 marks a directory

    /// <summary>Appends what stands before an entry's data.</summary>
    public static void WriteLocal(ZipEntry entry, PooledBuffer output)
    {
        var hasUnixTime = HasUnixTime(entry);
        var extra = (hasUnixTime ? UnixTimeLength : 0) + (entry.HasLongDescriptor ? 20 : 0);
        // Sizes that come later are 0 here, or all ones where the long ones will come.
        var size = entry.HasLongDescriptor ? uint.MaxValue : entry.HasDescriptor ? 0 : (uint)entry.Size;
        var compressed = entry.HasLongDescriptor ? uint.MaxValue : entry.HasDescriptor ? 0 : (uint)entry.CompressedSize;
        var writer = new LittleEndianWriter(output, 30 + entry.Name.Length + extra);
        writer.Write("PK\u0003\u0004"u8);
        WriteCommon(ref writer, entry, entry.HasLongDescriptor, entry.HasDescriptor ? 0 : entry.Crc, compressed, size, extra);
        writer.Write(entry.Name);
        if (entry.HasLongDescriptor)
        {
            writer.Write(LongFieldsId);
            writer.Write((ushort)16);
            writer.Write(0UL);
            writer.Write(0UL);
        }

        if (hasUnixTime)
            WriteUnixTime(ref writer, entry);
    }

    /// <summary>Appends what stands behind the data of an entry that has a descriptor.</summary>
    public static void WriteDescriptor(ZipEntry entry, PooledBuffer output)
    {
        var writer = new LittleEndianWriter(output, entry.HasLongDescriptor ? 24 : 16);
        writer.Write("PK\u0007\u0008"u8);
        writer.Write(entry.Crc);
        if (entry.HasLongDescriptor)
        {
            writer.Write((ulong)entry.CompressedSize);
            writer.Write((ulong)entry.Size);
        }
        else
        {
            writer.Write((uint)entry.CompressedSize);
            writer.Write((uint)entry.Size);
        }
    }

    /// <summary>Appends an entry's line of the directory at the end.</summary>
    public static void WriteCentral(ZipEntry entry, PooledBuffer output)
    {
        var hasUnixTime = HasUnixTime(entry);
        var longFields = (entry.Size > MaxShort ? 8 : 0) + (entry.CompressedSize > MaxShort ? 8 : 0) + (entry.Offset > MaxShort ? 8 : 0);
        var extra = (hasUnixTime ? UnixTimeLength : 0) + (longFields > 0 ? 4 + longFields : 0);
        var writer = new LittleEndianWriter(output, 46 + entry.Name.Length + extra);
        writer.Write("PK\u0001\u0002"u8);
        writer.Write((ushort)(MadeByUnix | Needs45));
        WriteCommon(
            ref writer, entry, longFields > 0 || entry.HasLongDescriptor, entry.Crc, Short(entry.CompressedSize), Short(entry.Size), extra);
        writer.Write((ushort)0);
        writer.Write((ushort)0);
        writer.Write((ushort)0);
        writer.Write(ExternalAttributes(entry));
        writer.Write(Short(entry.Offset));
        writer.Write(entry.Name);
        if (longFields > 0)
        {
            writer.Write(LongFieldsId);
            writer.Write((ushort)longFields);
            foreach (var value in (ReadOnlySpan<long>)[entry.Size, entry.CompressedSize, entry.Offset])
            {
                if (value > MaxShort)
                    writer.Write((ulong)value);
            }
        }

        if (hasUnixTime)
            WriteUnixTime(ref writer, entry);
    }

    /// <summary>Whether the end of an archive needs the long fields.</summary>
    /// <param name="count">Entries.</param>
    /// <param name="offset">Where the directory begins.</param>
    /// <param name="size">Bytes of the directory.</param>
    public static bool NeedsLongEnd(long count, long offset, long size) => count > MaxShortCount || offset > MaxShort || size > MaxShort;

    /// <summary>Appends what ends the archive.</summary>
    /// <param name="count">Entries.</param>
    /// <param name="offset">Where the directory begins.</param>
    /// <param name="size">Bytes of the directory.</param>
    /// <param name="output">Receives it.</param>
    public static void WriteEnd(long count, long offset, long size, PooledBuffer output)
    {
        var writer = new LittleEndianWriter(output, NeedsLongEnd(count, offset, size) ? 98 : 22);
        if (NeedsLongEnd(count, offset, size))
        {
            writer.Write("PK\u0006\u0006"u8);
            writer.Write(44UL);
            writer.Write((ushort)(MadeByUnix | Needs45));
            writer.Write(Needs45);
            writer.Write(0u);
            writer.Write(0u);
            writer.Write((ulong)count);
            writer.Write((ulong)count);
            writer.Write((ulong)size);
            writer.Write((ulong)offset);
            writer.Write("PK\u0006\u0007"u8);
            writer.Write(0u);
            writer.Write((ulong)(offset + size));
            writer.Write(1u);
        }

        var shortCount = (ushort)Math.Min(count, ushort.MaxValue);
        writer.Write("PK\u0005\u0006"u8);
        writer.Write((ushort)0);
        writer.Write((ushort)0);
        writer.Write(shortCount);
        writer.Write(shortCount);
        writer.Write(Short(size));
        writer.Write(Short(offset));
        writer.Write((ushort)0);
    }

    // From "needs" to "extra length": what both headers of an entry have.
    private static void WriteCommon(
        ref LittleEndianWriter writer, ZipEntry entry, bool isLong, uint crc, uint compressed, uint size, int extra)
    {
        var (date, time) = DosTime.Of(entry.Modified);
        writer.Write(isLong ? Needs45 : Needs20);
        writer.Write((ushort)(Utf8Flag | (entry.HasDescriptor ? DescriptorFlag : 0)));
        writer.Write((ushort)(entry.IsDeflated ? 8 : 0));
        writer.Write(time);
        writer.Write(date);
        writer.Write(crc);
        writer.Write(compressed);
        writer.Write(size);
        writer.Write((ushort)entry.Name.Length);
        writer.Write((ushort)extra);
    }

    private static uint ExternalAttributes(ZipEntry entry)
    {
        var type = entry.Kind switch
        {
            PackFileKind.Directory => 0x4000,
            PackFileKind.SymbolicLink => 0xa000,
            _ => 0x8000,
        };
        return ((uint)(type | entry.Mode) << 16) | (entry.Kind == PackFileKind.Directory ? DirectoryAttribute : 0);
    }

    // Readers take the four bytes for a signed number.
    private static bool HasUnixTime(ZipEntry entry) => entry.Modified is >= int.MinValue and <= int.MaxValue;

    private static void WriteUnixTime(ref LittleEndianWriter writer, ZipEntry entry)
    {
        writer.Write(UnixTimeId);
        writer.Write((ushort)5);
        writer.Write([(byte)1]);
        writer.Write(unchecked((uint)(int)entry.Modified));
    }

    private static uint Short(long value) => value > MaxShort ? uint.MaxValue : (uint)value;

    // Fills a length that was asked for at once, field by field.
    private ref struct LittleEndianWriter
    {
        private Span<byte> _rest;

        public LittleEndianWriter(PooledBuffer output, int length)
        {
            _rest = output.GetSpan(length)[..length];
            output.Advance(length);
        }

        public void Write(scoped ReadOnlySpan<byte> bytes)
        {
            bytes.CopyTo(_rest);
            _rest = _rest[bytes.Length..];
        }

        public void Write(ushort value)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(_rest, value);
            _rest = _rest[2..];
        }

        public void Write(uint value)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(_rest, value);
            _rest = _rest[4..];
        }

        public void Write(ulong value)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(_rest, value);
            _rest = _rest[8..];
        }
    }
}
