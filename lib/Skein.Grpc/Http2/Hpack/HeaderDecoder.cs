using System.Buffers;

namespace Skein.Grpc;

/// <summary>Decodes the header blocks of one connection, which share a table.</summary>
/// <remarks>
/// RFC 7541 section 6:
/// <code>
/// block   = *resize *( indexed / literal )
/// indexed = %b1 index7
/// literal = ( %b01 index6 / %b0000 index4 / %b0001 index4 ) [name] value  ; name if the index is 0; only %b01 adds to the table
/// resize  = %b001 size5
/// name    = text
/// value   = text
/// text    = huffman1 length7 *OCTET
/// </code>
/// </remarks>
internal sealed class HeaderDecoder(int tableSize)
{
    /// <summary>Size of the table unless SETTINGS_HEADER_TABLE_SIZE says otherwise.</summary>
    public const int DefaultTableSize = 4096;

    private readonly DynamicTable _table = new(tableSize);

    /// <summary>Decodes a whole block.</summary>
    /// <exception cref="ConnectionErrorException">The block is no HPACK, or the headers are more than <paramref name="headers"/> takes.</exception>
    public void Decode(ReadOnlySpan<byte> block, RequestHeaders headers)
    {
        var mayResize = true;
        while (!block.IsEmpty)
        {
            var first = block[0];
            if ((first & 0x80) != 0)
            {
                headers.Add(Find(ReadInteger(ref block, 7)));
            }
            else if ((first & 0xE0) == 0x20)
            {
                var size = ReadInteger(ref block, 5);
                if (!mayResize || !_table.TryResize(size))
                    throw Broken("changes the size of its table against the rules");
                continue;
            }
            else
            {
                ReadLiteral(ref block, headers, isIndexed: (first & 0x40) != 0);
            }

            mayResize = false;
        }
    }

    /// <summary>Reads an integer, RFC 7541 section 5.1. None that is needed has more than 28 bits.</summary>
    internal static int ReadInteger(ref ReadOnlySpan<byte> source, int prefixBits)
    {
        var mask = (1 << prefixBits) - 1;
        var value = source[0] & mask;
        source = source[1..];
        if (value < mask)
            return value;
        for (var shift = 0; shift < 28; shift += 7)
        {
            if (source.IsEmpty)
                throw Broken("ends inside a number");
            var next = source[0];
            source = source[1..];
            value += (next & 0x7F) << shift;
            if ((next & 0x80) == 0)
                return value;
        }

        throw Broken("has a number without end");
    }

    private static ConnectionErrorException Broken(string what) => new(ErrorCode.CompressionError, $"A header block {what}");

    private void ReadLiteral(ref ReadOnlySpan<byte> block, RequestHeaders headers, bool isIndexed)
    {
        var index = ReadInteger(ref block, isIndexed ? 6 : 4);
        var nameBuffer = default(byte[]);
        var valueBuffer = default(byte[]);
        try
        {
            var name = index == 0 ? ReadText(ref block, ref nameBuffer) : Find(index).NameText;
            var value = ReadText(ref block, ref valueBuffer);
            if (isIndexed)
            {
                var field = new HeaderField(name, value);
                headers.Add(field);
                _table.Add(field);
            }
            else
            {
                headers.Add(name, value);
            }
        }
        finally
        {
            Return(nameBuffer);
            Return(valueBuffer);
        }
    }

    private static void Return(byte[]? buffer)
    {
        if (buffer is not null)
            ArrayPool<byte>.Shared.Return(buffer);
    }

    private static ReadOnlySpan<byte> ReadText(ref ReadOnlySpan<byte> block, ref byte[]? buffer)
    {
        if (block.IsEmpty)
            throw Broken("ends inside a header");
        var isHuffman = (block[0] & 0x80) != 0;
        var length = ReadInteger(ref block, 7);
        if (length > block.Length)
            throw Broken("ends inside a text");
        var text = block[..length];
        block = block[length..];
        if (!isHuffman)
            return text;
        buffer = ArrayPool<byte>.Shared.Rent((length * 8 / 5) + 1);
        var decoded = Huffman.Decode(text, buffer);
        return decoded >= 0 ? buffer.AsSpan(0, decoded) : throw Broken("has a text that is no Huffman code");
    }

    private HeaderField Find(int index)
    {
        if (index >= 1 && index <= StaticTable.Count)
            return StaticTable.Get(index);
        var dynamic = index - StaticTable.Count - 1;
        return dynamic >= 0 && dynamic < _table.Count ? _table.Get(dynamic) : throw Broken("refers to a header that is in no table");
    }
}
