namespace Skein.Packer.Relocation;

/// <summary>A here-document of a shell script, known from its operator.</summary>
/// <param name="Delimiter">The line that ends it.</param>
/// <param name="IsLiteral">Whether its body is taken as it is, without replacing variables.</param>
/// <param name="StripsTabs">Whether the delimiter may be indented by tabs.</param>
internal sealed record HereDocument(byte[] Delimiter, bool IsLiteral, bool StripsTabs)
{
    //   "<<" [ "-" ] *blank word        word: name, 'name', "name" or \name; all but the first make the body literal
    //   ... rest of the line
    //   *( body-line newline )
    //   word newline

    /// <param name="text">Text that begins with the operator.</param>
    /// <param name="length">Bytes of operator and word.</param>
    /// <returns>Null when the word is none of the usual forms.</returns>
    public static HereDocument? Parse(ReadOnlySpan<byte> text, out int length)
    {
        var strips = text.Length > 2 && text[2] == '-';
        length = strips ? 3 : 2;
        while (length < text.Length && text[length] is (byte)' ' or (byte)'\t')
            length++;
        var quote = length < text.Length && text[length] is (byte)'\'' or (byte)'"' or (byte)'\\' ? text[length] : (byte)0;
        var start = quote == 0 ? length : length + 1;
        var end = start;
        while (end < text.Length && (char.IsAsciiLetterOrDigit((char)text[end]) || text[end] is (byte)'_' or (byte)'-' or (byte)'.' or (byte)'!'))
            end++;
        if (end == start || (quote is (byte)'\'' or (byte)'"' && (end == text.Length || text[end] != quote)))
            return null;
        length = quote is (byte)'\'' or (byte)'"' ? end + 1 : end;
        return new HereDocument(text[start..end].ToArray(), quote != 0, strips);
    }

    /// <param name="text">Text that begins with the body.</param>
    /// <returns>Bytes up to and including the line that ends the document; −1 when there is none.</returns>
    public int BodyLength(ReadOnlySpan<byte> text)
    {
        var position = 0;
        while (position < text.Length)
        {
            var newline = text[position..].IndexOf((byte)'\n');
            var line = newline < 0 ? text[position..] : text.Slice(position, newline);
            position += newline < 0 ? line.Length : newline + 1;
            if ((StripsTabs ? line.TrimStart((byte)'\t') : line).SequenceEqual(Delimiter))
                return position;
        }

        return -1;
    }
}
