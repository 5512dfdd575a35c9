using System.Text;
using System.Text.Json;

namespace Skein.Packer.Relocation;

/// <summary>Jupyter's <c>kernel.json</c>: how a kernel is started.</summary>
internal static class KernelSpecification
{
    //   { "argv": [ program, argument ... ], ... }
    // Jupyter starts "python" by its own interpreter, and replaces {resource_dir} in argv by the directory of the file.

    public static bool Owns(string path) =>
        path.StartsWith("share/jupyter/kernels/", StringComparison.Ordinal) && path.EndsWith("/kernel.json", StringComparison.Ordinal);

    /// <param name="content">The file.</param>
    /// <param name="prefix">What it holds.</param>
    /// <param name="up">The way from its directory to the environment.</param>
    /// <returns>The file, with the occurrences left that are not in <c>argv</c>; null when all are left, or it is no JSON.</returns>
    public static byte[]? Relocate(ReadOnlySpan<byte> content, InstalledPrefix prefix, string up)
    {
        try
        {
            return Rewrite(content, prefix, Encoding.UTF8.GetBytes($"{{resource_dir}}/{up}"));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static byte[]? Rewrite(ReadOnlySpan<byte> content, InstalledPrefix prefix, ReadOnlySpan<byte> relative)
    {
        var reader = new Utf8JsonReader(content, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip });
        var result = new MemoryStream(content.Length);
        var copied = 0;
        var argument = -1;
        while (reader.Read())
        {
            if (reader.CurrentDepth == 1 && reader.TokenType == JsonTokenType.PropertyName)
                argument = reader.ValueTextEquals("argv"u8) ? 0 : -1;
            if (argument < 0 || reader.CurrentDepth != 2 || reader.TokenType != JsonTokenType.String)
                continue;
            var isProgram = argument++ == 0;
            if (prefix.Replace(reader.ValueSpan, relative) is not { } replaced)
                continue;
            // Behind the quotation mark.
            var start = (int)reader.TokenStartIndex + 1;
            result.Write(content[copied..start]);
            result.Write(isProgram && IsPython(reader.ValueSpan, prefix) ? "python"u8 : replaced);
            copied = start + reader.ValueSpan.Length;
        }

        result.Write(content[copied..]);
        return copied == 0 ? null : result.ToArray();
    }

    private static bool IsPython(ReadOnlySpan<byte> program, InstalledPrefix prefix) =>
        prefix.Below(Encoding.UTF8.GetString(program)) is { } below && below.TrimEnd("0123456789.".ToCharArray()) == "bin/python";
}
