using System.Buffers;
using System.Text;

namespace Skein.Grpc;

/// <summary>The text of a status as <c>grpc-message</c> carries it.</summary>
/// <remarks>
/// <code>
/// detail  = *( plain / escape )
/// plain   = %x20-24 / %x26-7E  ; printable ASCII without "%"
/// escape  = "%" 2HEXDIG        ; one byte of UTF-8
/// </code>
/// </remarks>
internal static class StatusDetail
{
    /// <summary>
    /// Longest encoded text, in bytes. gRPC clients refuse a block of headers beyond some 8 KiB, and would lose the status with it.
    /// </summary>
    public const int MaxEncodedLength = 4096;

    private static readonly SearchValues<char> Plain =
        SearchValues.Create(PrintableCharacters().Replace("%", "", StringComparison.Ordinal));

    /// <summary>Encodes a text; one that is too long is cut between characters and ends with "...".</summary>
    public static string Encode(string text)
    {
        if (text.Length <= MaxEncodedLength && !text.AsSpan().ContainsAnyExcept(Plain))
            return text;
        const string cut = "...";
        var encoded = new StringBuilder(Math.Min(text.Length * 3, MaxEncodedLength));
        Span<byte> utf8 = stackalloc byte[4];
        foreach (var rune in text.EnumerateRunes())
        {
            var before = encoded.Length;
            AppendRune(encoded, rune, utf8);
            if (encoded.Length > MaxEncodedLength - cut.Length)
            {
                encoded.Length = before;
                return encoded.Append(cut).ToString();
            }
        }

        return encoded.ToString();
    }

    /// <summary>Decodes a text. What is no escape stays as it is, because a broken detail is better than none.</summary>
    public static string Decode(string encoded)
    {
        if (!encoded.Contains('%', StringComparison.Ordinal))
            return encoded;
        var utf8 = new byte[Encoding.UTF8.GetMaxByteCount(encoded.Length)];
        var length = 0;
        for (var i = 0; i < encoded.Length;)
        {
            if (encoded[i] == '%' && i + 2 < encoded.Length && char.IsAsciiHexDigit(encoded[i + 1]) && char.IsAsciiHexDigit(encoded[i + 2]))
            {
                utf8[length++] = (byte)((FromHex(encoded[i + 1]) << 4) | FromHex(encoded[i + 2]));
                i += 3;
                continue;
            }

            length += Encoding.UTF8.GetBytes(encoded.AsSpan(i++, 1), utf8.AsSpan(length));
        }

        return Encoding.UTF8.GetString(utf8, 0, length);
    }

    private static void AppendRune(StringBuilder encoded, Rune rune, Span<byte> utf8)
    {
        if (rune.IsAscii && Plain.Contains((char)rune.Value))
        {
            encoded.Append((char)rune.Value);
            return;
        }

        foreach (var b in utf8[..rune.EncodeToUtf8(utf8)])
            encoded.Append('%').Append(ToHex(b >> 4)).Append(ToHex(b & 0xF));
    }

    private static char ToHex(int digit) => "0123456789ABCDEF"[digit];

    private static int FromHex(char digit) => char.IsAsciiDigit(digit) ? digit - '0' : (digit | 0x20) - 'a' + 10;

    private static string PrintableCharacters() => string.Create(0x7F - 0x20, (char)0x20, static (characters, first) =>
    {
        for (var i = 0; i < characters.Length; i++)
            characters[i] = (char)(first + i);
    });
}
