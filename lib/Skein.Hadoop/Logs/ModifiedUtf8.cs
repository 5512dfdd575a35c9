namespace Skein.Hadoop.Logs;

/// <summary>
/// Java's form of UTF-8: each UTF-16 code unit by itself, so that surrogates take three bytes each, and NUL as two bytes.
/// </summary>
internal static class ModifiedUtf8
{
    /// <exception cref="InvalidDataException">The bytes are none.</exception>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        var text = new char[bytes.Length];
        var length = 0;
        for (var i = 0; i < bytes.Length;)
        {
            var first = bytes[i];
            var size = first switch { < 0x80 => 1, >= 0xC0 and < 0xE0 => 2, >= 0xE0 and < 0xF0 => 3, _ => 0 };
            if (size == 0 || size > bytes.Length - i)
                throw new InvalidDataException("holds a name that is no modified UTF-8");
            text[length++] = size switch
            {
                1 => (char)first,
                2 => (char)((first & 0x1F) << 6 | Continuation(bytes[i + 1])),
                _ => (char)((first & 0x0F) << 12 | Continuation(bytes[i + 1]) << 6 | Continuation(bytes[i + 2])),
            };
            i += size;
        }

        return new string(text, 0, length);
    }

    /// <summary>As Java writes a text.</summary>
    public static byte[] Encode(string text)
    {
        var bytes = new byte[3 * text.Length];
        var length = 0;
        foreach (var unit in text)
        {
            if (unit is > '\0' and < '\u0080')
            {
                bytes[length++] = (byte)unit;
                continue;
            }

            if (unit < '\u0800')
            {
                bytes[length++] = (byte)(0xC0 | unit >> 6);
            }
            else
            {
                bytes[length++] = (byte)(0xE0 | unit >> 12);
                bytes[length++] = (byte)(0x80 | unit >> 6 & 0x3F);
            }

            bytes[length++] = (byte)(0x80 | unit & 0x3F);
        }

        return bytes[..length];
    }

    private static int Continuation(byte value) =>
        (value & 0xC0) == 0x80 ? value & 0x3F : throw new InvalidDataException("holds a name that is no modified UTF-8");
}
