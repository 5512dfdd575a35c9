using System.Text;
using Skein.Packer.Inventory;

namespace Skein.Packer.Archives.Tar;

/// <summary>Encodes the headers of a tar archive: ustar, with an extended header only where ustar has no room.</summary>
internal static class TarHeader
{
    public const int BlockSize = 512;

    // What eleven octal digits hold: a size of 8 GiB, a time in the year 2242.
    private const long MaxOctal = 0x1_ffff_ffff;

    //   0 name[100]  100 mode[8]  108 uid[8]  116 gid[8]  124 size[12]  136 mtime[12]  148 checksum[8]  156 type
    //   157 link[100]  257 "ustar\0" "00"  265 user[32]  297 group[32]  329 major[8]  337 minor[8]  345 prefix[155]  500 zeros
    // Numbers are octal digits and a NUL. The checksum is the sum of the block's bytes with blanks in its own place.
    // A path longer than name is split at a slash: prefix "/" name.
    // An extended header (type x) precedes the entry; its data are records: length " " keyword "=" value "\n".

    /// <summary>Bytes of padding behind data of a size.</summary>
    public static int Padding(long size) => (int)(-size & (BlockSize - 1));

    /// <param name="file">The entry.</param>
    /// <param name="path">Its path in the archive.</param>
    /// <param name="link">Text of a link as it goes into the archive; empty for others.</param>
    /// <param name="size">Bytes of data that follow; 0 for everything that is not a regular file.</param>
    /// <param name="output">Receives one block, or three and more with an extended header.</param>
    public static void Write(PackFile file, string path, string link, long size, PooledBuffer output)
    {
        var name = Encoding.UTF8.GetBytes(file.Kind == PackFileKind.Directory ? path + "/" : path);
        var target = Encoding.UTF8.GetBytes(link);
        var split = SplitAt(name);
        var records = new StringBuilder();
        if (split < 0)
            AppendRecord(records, "path", Encoding.UTF8.GetString(name));
        if (target.Length > 100)
            AppendRecord(records, "linkpath", link);
        if (size > MaxOctal)
            AppendRecord(records, "size", size.ToString(System.Globalization.CultureInfo.InvariantCulture));
        if (file.Modified is < 0 or > MaxOctal)
            AppendRecord(records, "mtime", file.Modified.ToString(System.Globalization.CultureInfo.InvariantCulture));
        if (records.Length > 0)
            WriteExtended(records.ToString(), file, output);
        var type = file.Kind switch
        {
            PackFileKind.HardLink => (byte)'1',
            PackFileKind.SymbolicLink => (byte)'2',
            PackFileKind.Directory => (byte)'5',
            _ => (byte)'0',
        };
        var mode = file.Kind == PackFileKind.SymbolicLink ? 0b111_111_111 : file.Mode;
        var prefix = split > 0 ? name.AsSpan(0, split) : [];
        var last = split switch
        {
            > 0 => name.AsSpan(split + 1),
            0 => name,
            _ => name.AsSpan(0, 100),
        };
        WriteBlock(prefix, last, target.AsSpan(0, Math.Min(target.Length, 100)), type, mode, Math.Min(size, MaxOctal), file.Modified, output);
    }

    // 0: the name fits as it is; more: where the slash between prefix and name is; −1: it does not fit.
    private static int SplitAt(ReadOnlySpan<byte> name)
    {
        if (name.Length <= 100)
            return 0;
        // The slash at the end of a directory's name is not one to split at.
        var slash = name[..Math.Min(name.Length - 1, 156)].LastIndexOf((byte)'/');
        return slash > 0 && name.Length - slash - 1 <= 100 ? slash : -1;
    }

    // The length counts itself.
    private static void AppendRecord(StringBuilder records, string keyword, string value)
    {
        var rest = Encoding.UTF8.GetByteCount(value) + keyword.Length + 3;
        var length = rest + 1;
        while (length != rest + Digits(length))
            length = rest + Digits(length);
        records.Append(System.Globalization.CultureInfo.InvariantCulture, $"{length} {keyword}={value}\n");
    }

    private static int Digits(int number)
    {
        var digits = 1;
        while ((number /= 10) > 0)
            digits++;
        return digits;
    }

    private static void WriteExtended(string records, PackFile file, PooledBuffer output)
    {
        var data = Encoding.UTF8.GetBytes(records);
        WriteBlock([], "PaxHeader"u8, [], (byte)'x', 0b110_100_100, data.Length, file.Modified, output);
        output.Write(data);
        WriteZeros(Padding(data.Length), output);
    }

    /// <summary>Fills up with zeros.</summary>
    public static void WriteZeros(int count, PooledBuffer output)
    {
        output.GetSpan(count)[..count].Clear();
        output.Advance(count);
    }

    private static void WriteBlock(
        ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> name, ReadOnlySpan<byte> link, byte type, int mode, long size, long modified,
        PooledBuffer output)
    {
        var block = output.GetSpan(BlockSize)[..BlockSize];
        block.Clear();
        name.CopyTo(block);
        WriteOctal(block.Slice(100, 8), mode);
        WriteOctal(block.Slice(108, 8), 0);
        WriteOctal(block.Slice(116, 8), 0);
        WriteOctal(block.Slice(124, 12), size);
        WriteOctal(block.Slice(136, 12), Math.Clamp(modified, 0, MaxOctal));
        block.Slice(148, 8).Fill((byte)' ');
        block[156] = type;
        link.CopyTo(block[157..]);
        "ustar\0"u8.CopyTo(block[257..]);
        "00"u8.CopyTo(block[263..]);
        WriteOctal(block.Slice(329, 8), 0);
        WriteOctal(block.Slice(337, 8), 0);
        prefix.CopyTo(block[345..]);
        var sum = 0;
        foreach (var value in block)
            sum += value;
        WriteOctal(block.Slice(148, 7), sum);
        output.Advance(BlockSize);
    }

    private static void WriteOctal(Span<byte> field, long value)
    {
        field[^1] = 0;
        for (var i = field.Length - 2; i >= 0; i--)
        {
            field[i] = (byte)('0' + (value & 7));
            value >>= 3;
        }
    }
}
