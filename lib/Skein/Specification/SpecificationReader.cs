using System.Text;
using Skein.Specification.Documents;

namespace Skein.Specification;

/// <summary>Reads specifications from YAML and JSON, and reports everything that is wrong with one at once.</summary>
/// <remarks>
/// YAML is read as YAML 1.1, so <c>yes</c> is a boolean and <c>1:30</c> a number; quotes make either text. Local files are looked at
/// when the application is submitted, not here.
/// </remarks>
public static class SpecificationReader
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a file of at most 16 MiB in UTF-8. Relative paths in it are meant from its own directory.</summary>
    /// <param name="path">The file, which also names it in errors.</param>
    /// <param name="format">Null: as the end of the name says, <c>.yaml</c>, <c>.yml</c> or <c>.json</c>.</param>
    public static SpecificationResult ReadFile(string path, SpecificationFormat? format = null)
    {
        if ((format ?? FormatOf(path)) is not { } known)
            return Fault(path, "the end of the name tells neither YAML nor JSON; name the file .yaml, .yml or .json");
        byte[] bytes;
        try
        {
            if (Directory.Exists(path))
                return Fault(path, "is a directory, not a specification file");
            bytes = ReadBytes(path);
        }
        catch (Exception cause) when (cause is FileNotFoundException or DirectoryNotFoundException)
        {
            return Fault(path, "does not exist");
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return Fault(path, $"can not be read ({cause.Message.TrimEnd('.')})");
        }

        if (bytes.Length > DocumentLimits.Bytes)
            return TooLarge(path);
        try
        {
            var text = bytes.AsSpan();
            if (text.StartsWith("\uFEFF"u8))
                text = text[3..];
            return ReadText(StrictUtf8.GetString(text), known, Path.GetDirectoryName(Path.GetFullPath(path)), path);
        }
        catch (DecoderFallbackException)
        {
            return Fault(path, "is not UTF-8 text; save it as UTF-8");
        }
    }

    /// <summary>Reads a text of at most 16 MiB.</summary>
    /// <param name="text">The specification.</param>
    /// <param name="format">How it is written.</param>
    /// <param name="baseDirectory">From where relative paths are meant; null: the current directory.</param>
    /// <param name="sourceName">Names the text in errors.</param>
    public static SpecificationResult ReadText(string text, SpecificationFormat format, string? baseDirectory = null, string sourceName = "specification")
    {
        try
        {
            if (StrictUtf8.GetByteCount(text) > DocumentLimits.Bytes)
                return TooLarge(sourceName);
        }
        catch (EncoderFallbackException)
        {
            return Fault(sourceName, "is not Unicode text: it holds half of a surrogate pair");
        }

        var errors = new SpecificationErrors(sourceName);
        try
        {
            var document = format == SpecificationFormat.Json ? JsonReader.Read(text) : YamlReader.Read(text);
            if (document is null or { Kind: DocumentKind.Null })
                return Fault(sourceName, "is empty; a specification has at least one service");
            var spec = new SpecificationBinder(baseDirectory ?? Environment.CurrentDirectory, errors).Bind(document);
            foreach (var (path, message) in SpecificationRules.Violations(spec))
                errors.AddViolation(path, message);
            return errors.Any ? new SpecificationResult(null, errors.InOrder()) : new SpecificationResult(spec, []);
        }
        catch (DocumentException cause)
        {
            return new SpecificationResult(null, [new SpecificationError(sourceName, cause.Position.Line, cause.Position.Column, "", cause.Message)]);
        }
    }

    /// <summary>What the end of a name says; null where it says nothing.</summary>
    public static SpecificationFormat? FormatOf(string path) => Path.GetExtension(path) switch
    {
        ".yaml" or ".yml" => SpecificationFormat.Yaml,
        ".json" => SpecificationFormat.Json,
        _ => null,
    };

    // Reads by pieces, because pipes and devices do not know their length.
    private static byte[] ReadBytes(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var whole = new MemoryStream();
        var piece = new byte[64 << 10];
        for (int count; whole.Length <= DocumentLimits.Bytes && (count = file.Read(piece)) > 0;)
            whole.Write(piece, 0, count);
        return whole.ToArray();
    }

    private static SpecificationResult TooLarge(string source) =>
        Fault(source, $"is larger than {DocumentLimits.Bytes >> 20} MiB; ship large texts as files of the containers");

    private static SpecificationResult Fault(string source, string message) =>
        new(null, [new SpecificationError(source, 0, 0, "", message)]);
}
