namespace Skein.Packer.Relocation;

/// <summary>What the beginning of a Python script asks not to be moved.</summary>
/// <param name="StartsWithString">Whether the first statement is a string: the docstring, which must stay the first statement.</param>
/// <param name="Encoding">An encoding other than UTF-8 that is declared in the second line, where alone it counts; else null.</param>
internal readonly record struct PythonPrologue(bool StartsWithString, string? Encoding)
{
    /// <summary>Whether another string may be put in front.</summary>
    public bool IsPlain => !StartsWithString && Encoding == null;

    /// <param name="body">The script without its first line.</param>
    public static PythonPrologue Of(ReadOnlySpan<byte> body)
    {
        var end = body.IndexOf((byte)'\n');
        var encoding = DeclaredEncoding(end < 0 ? body : body[..end]);
        return new PythonPrologue(BeginsWithString(body), encoding);
    }

    //   *blank "#" ... "coding" (":" / "=") *blank name
    private static string? DeclaredEncoding(ReadOnlySpan<byte> line)
    {
        line = line.TrimStart(" \t\f"u8);
        if (!line.StartsWith("#"u8))
            return null;
        var (colon, equals) = (line.IndexOf("coding:"u8), line.IndexOf("coding="u8));
        var at = colon < 0 || (equals >= 0 && equals < colon) ? equals : colon;
        if (at < 0)
            return null;
        line = line[(at + 7)..].TrimStart(" \t"u8);
        var length = 0;
        while (length < line.Length && (char.IsAsciiLetterOrDigit((char)line[length]) || line[length] is (byte)'-' or (byte)'_' or (byte)'.'))
            length++;
        var name = System.Text.Encoding.ASCII.GetString(line[..length]);
        return length == 0 || name.Replace('_', '-').ToUpperInvariant() is "UTF-8" or "UTF8" ? null : name;
    }

    private static bool BeginsWithString(ReadOnlySpan<byte> body)
    {
        while (true)
        {
            body = body.TrimStart(" \t\f\r\n"u8);
            if (!body.StartsWith("#"u8))
                break;
            var end = body.IndexOf((byte)'\n');
            body = end < 0 ? [] : body[end..];
        }

        var letters = 0;
        while (letters < 2 && letters < body.Length && body[letters] is (byte)'r' or (byte)'R' or (byte)'u' or (byte)'U')
            letters++;
        return letters < body.Length && body[letters] is (byte)'"' or (byte)'\'';
    }
}
