using System.Text;

namespace Skein.Hadoop.Security;

/// <summary>The directives of a DIGEST-MD5 message (RFC 2831): <c>name=value</c> or <c>name="quoted \" value"</c>, separated by commas.</summary>
internal sealed class DigestChallenge
{
    private readonly Dictionary<string, string> _directives = new(StringComparer.OrdinalIgnoreCase);

    private DigestChallenge()
    {
    }

    /// <summary>A directive's value without its quotes; null if it is absent. Of repeated directives the first.</summary>
    public string? this[string directive] => _directives.GetValueOrDefault(directive);

    /// <exception cref="InvalidDataException">The bytes are not a list of directives.</exception>
    public static DigestChallenge Parse(ReadOnlySpan<byte> message)
    {
        var challenge = new DigestChallenge();
        var text = Encoding.UTF8.GetString(message);
        var position = 0;
        while (true)
        {
            while (position < text.Length && (text[position] == ',' || char.IsWhiteSpace(text[position])))
                position++;
            if (position == text.Length)
                return challenge;

            var equals = text.IndexOf('=', position);
            if (equals < 0)
                throw new InvalidDataException("A DIGEST-MD5 message has a directive without a value");
            var name = text[position..equals].Trim();
            position = equals + 1;
            challenge._directives.TryAdd(name, ReadValue(text, ref position));
        }
    }

    /// <summary>The comma-separated words of a directive; empty if it is absent.</summary>
    public string[] Words(string directive) =>
        this[directive]?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    private static string ReadValue(string text, ref int position)
    {
        if (position == text.Length || text[position] != '"')
        {
            var end = text.IndexOf(',', position);
            if (end < 0)
                end = text.Length;
            var word = text[position..end].Trim();
            position = end;
            return word;
        }

        var value = new StringBuilder();
        for (position++; position < text.Length; position++)
        {
            if (text[position] == '"')
            {
                position++;
                return value.ToString();
            }

            if (text[position] == '\\' && position + 1 < text.Length)
                position++;
            value.Append(text[position]);
        }

        throw new InvalidDataException("A DIGEST-MD5 message ends within quotes");
    }
}
