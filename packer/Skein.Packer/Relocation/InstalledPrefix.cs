using System.Text;

namespace Skein.Packer.Relocation;

/// <summary>The directory an environment was installed in, as its files spell it.</summary>
internal sealed class InstalledPrefix
{
    /// <summary>Bytes behind an occurrence by which it is seen whether the name ends there.</summary>
    public const int LookAhead = 2;

    private readonly byte[] _bytes;

    /// <param name="path">Absolute, without a slash at the end.</param>
    public InstalledPrefix(string path)
    {
        Path = path;
        _bytes = Encoding.UTF8.GetBytes(path);
    }

    public string Path { get; }

    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>Where the prefix occurs first as a whole path or the beginning of one; −1 if nowhere.</summary>
    /// <remarks><c>/opt/env</c> is not found in <c>/opt/env2</c>, <c>/opt/env-old</c> or <c>/opt/env.bak</c>.</remarks>
    public int IndexIn(ReadOnlySpan<byte> content)
    {
        var offset = 0;
        while (content[offset..].IndexOf(_bytes) is var found and >= 0)
        {
            offset += found;
            if (EndsAName(content[(offset + _bytes.Length)..]))
                return offset;
            offset += _bytes.Length;
        }

        return -1;
    }

    /// <summary>Replaces every occurrence; null when there is none.</summary>
    public byte[]? Replace(ReadOnlySpan<byte> content, ReadOnlySpan<byte> replacement)
    {
        var at = IndexIn(content);
        if (at < 0)
            return null;
        var result = new MemoryStream(content.Length + replacement.Length);
        while (at >= 0)
        {
            result.Write(content[..at]);
            result.Write(replacement);
            content = content[(at + _bytes.Length)..];
            at = IndexIn(content);
        }

        result.Write(content);
        return result.ToArray();
    }

    /// <summary>The part of an absolute path below the prefix, empty for the prefix itself; null if it lies elsewhere.</summary>
    public string? Below(string absolutePath)
    {
        if (!absolutePath.StartsWith(Path, StringComparison.Ordinal))
            return null;
        var rest = absolutePath.AsSpan(Path.Length);
        return rest.Length == 0 || rest[0] == '/' ? rest.Trim('/').ToString() : null;
    }

    private static bool EndsAName(ReadOnlySpan<byte> rest) =>
        rest.Length == 0
        || !(IsNameByte(rest[0]) || (rest[0] == '.' && rest.Length > 1 && IsNameByte(rest[1])));

    private static bool IsNameByte(byte value) => char.IsAsciiLetterOrDigit((char)value) || value is (byte)'_' or (byte)'-' or >= 0x80;
}
