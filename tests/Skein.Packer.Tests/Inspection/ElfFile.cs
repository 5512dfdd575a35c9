using System.Buffers.Binary;
using System.Text;

namespace Skein.Packer.Tests.Inspection;

/// <summary>Makes ELF files of either word size and byte order that need versions of a library.</summary>
/// <param name="is64">Word size.</param>
/// <param name="isLittleEndian">Byte order.</param>
internal sealed class ElfFile(bool is64, bool isLittleEndian)
{
    public const int Weak = 2;

    private const int Base = 0x1000;
    private const int EntrySize = 16;

    private byte[] _image = [];

    private int Word => is64 ? 8 : 4;

    private int HeaderSize => is64 ? 56 : 32;

    /// <summary>Bytes before the version needs: header, two program headers, three dynamic entries.</summary>
    public int NeedsAt => 64 + (2 * HeaderSize) + (6 * Word);

    /// <param name="libraries">Names of versions, of each library.</param>
    public byte[] Create(params (string Name, int Flags)[][] libraries)
    {
        var entries = libraries.Sum(static names => 1 + names.Length);
        var texts = "\0" + string.Concat(libraries.SelectMany(static names => names).Select(static name => name.Name + "\0"));
        var stringsAt = NeedsAt + (entries * EntrySize);
        _image = new byte[stringsAt + texts.Length];
        Encoding.Latin1.GetBytes("\x7f" + "ELF").CopyTo(_image, 0);
        _image[4] = (byte)(is64 ? 2 : 1);
        _image[5] = (byte)(isLittleEndian ? 1 : 2);
        PutWord(is64 ? 32 : 28, 64);
        PutHalf(is64 ? 54 : 42, HeaderSize);
        PutHalf(is64 ? 56 : 44, 2);
        PutSegment(64, type: 1, offset: 0, _image.Length);
        PutSegment(64 + HeaderSize, type: 2, 64 + (2 * HeaderSize), 6 * Word);
        var dynamic = 64 + (2 * HeaderSize);
        PutWord(dynamic, 5);
        PutWord(dynamic + Word, stringsAt + Base);
        PutWord(dynamic + (2 * Word), 0x6fff_fffe);
        PutWord(dynamic + (3 * Word), NeedsAt + Base);
        PutNeeds(libraries, texts);
        Encoding.Latin1.GetBytes(texts).CopyTo(_image, stringsAt);
        return _image;
    }

    private void PutNeeds((string Name, int Flags)[][] libraries, string texts)
    {
        var at = NeedsAt;
        foreach (var names in libraries)
        {
            var size = EntrySize * (1 + names.Length);
            PutHalf(at, 1);
            PutHalf(at + 2, names.Length);
            PutNumber(at + 8, EntrySize);
            PutNumber(at + 12, names == libraries[^1] ? 0 : size);
            for (var i = 0; i < names.Length; i++)
            {
                var entry = at + (EntrySize * (i + 1));
                PutHalf(entry + 4, names[i].Flags);
                PutNumber(entry + 8, texts.IndexOf("\0" + names[i].Name + "\0", StringComparison.Ordinal) + 1);
                PutNumber(entry + 12, i == names.Length - 1 ? 0 : EntrySize);
            }

            at += size;
        }
    }

    private void PutSegment(int at, int type, int offset, int size)
    {
        PutNumber(at, type);
        PutWord(at + (is64 ? 8 : 4), offset);
        PutWord(at + (is64 ? 16 : 8), offset + Base);
        PutWord(at + (is64 ? 32 : 16), size);
    }

    private void PutWord(int at, int value)
    {
        if (!is64)
            PutNumber(at, value);
        else if (isLittleEndian)
            BinaryPrimitives.WriteInt64LittleEndian(_image.AsSpan(at), value);
        else
            BinaryPrimitives.WriteInt64BigEndian(_image.AsSpan(at), value);
    }

    private void PutNumber(int at, int value)
    {
        if (isLittleEndian)
            BinaryPrimitives.WriteInt32LittleEndian(_image.AsSpan(at), value);
        else
            BinaryPrimitives.WriteInt32BigEndian(_image.AsSpan(at), value);
    }

    private void PutHalf(int at, int value)
    {
        if (isLittleEndian)
            BinaryPrimitives.WriteInt16LittleEndian(_image.AsSpan(at), (short)value);
        else
            BinaryPrimitives.WriteInt16BigEndian(_image.AsSpan(at), (short)value);
    }
}
