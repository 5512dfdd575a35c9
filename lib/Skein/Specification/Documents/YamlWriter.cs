using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Skein.Specification.Documents;

/// <summary>Writes a document as YAML in block style.</summary>
internal static class YamlWriter
{
    /// <summary>The document, which <see cref="YamlReader"/> and other readers of YAML 1.1 and 1.2 read back as it is.</summary>
    public static string Write(DocumentValue document)
    {
        using var text = new StringWriter { NewLine = "\n" };
        var settings = new EmitterSettings(bestIndent: 2, bestWidth: int.MaxValue, isCanonical: false, maxSimpleKeyLength: 1024).WithNewLine("\n");
        var emitter = new Emitter(text, settings);
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart());
        Emit(emitter, document);
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
        return text.ToString();
    }

    private static void Emit(Emitter emitter, DocumentValue value)
    {
        switch (value.Kind)
        {
            case DocumentKind.List:
                emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, isImplicit: true, SequenceStyle.Block));
                foreach (var item in value.Items)
                    Emit(emitter, item);
                emitter.Emit(new SequenceEnd());
                break;
            case DocumentKind.Map:
                emitter.Emit(new MappingStart(AnchorName.Empty, TagName.Empty, isImplicit: true, MappingStyle.Block));
                foreach (var (key, field) in value.Entries)
                {
                    emitter.Emit(ToScalar(key, IsPlain(key.Text) ? ScalarStyle.Plain : ScalarStyle.DoubleQuoted));
                    Emit(emitter, field);
                }

                emitter.Emit(new MappingEnd());
                break;
            default:
                emitter.Emit(ToScalar(value, StyleOf(value)));
                break;
        }
    }

    private static Scalar ToScalar(DocumentValue value, ScalarStyle style) =>
        new(AnchorName.Empty, TagName.Empty, value.Text, style, isPlainImplicit: true, isQuotedImplicit: true);

    private static ScalarStyle StyleOf(DocumentValue value) =>
        value.Kind != DocumentKind.Text || IsPlain(value.Text) ? ScalarStyle.Plain
        : IsBlock(value.Text) ? ScalarStyle.Literal
        : ScalarStyle.DoubleQuoted;

    // Text that no reader takes for anything else: it starts with a letter or a slash, and neither 1.1 nor 1.2 gives it a type.
    private static bool IsPlain(string text)
    {
        if (text.Length == 0 || text[^1] == ':' || !(char.IsAsciiLetter(text[0]) || text[0] == '/'))
            return false;
        foreach (var letter in text)
        {
            if (!char.IsAsciiLetterOrDigit(letter) && letter is not ('_' or '-' or '.' or '/' or '+' or '@' or '=' or ':'))
                return false;
        }

        return YamlScalars.Resolve(text, default).Kind == DocumentKind.Text && text is not ("y" or "Y" or "n" or "N");
    }

    // Lines that a block keeps exactly: no space at an end, nothing to escape, and an indentation that can be told from the first line.
    private static bool IsBlock(string text)
    {
        if (!text.Contains('\n', StringComparison.Ordinal) || text[0] is '\n' or ' ' or '\t' || text.EndsWith("\n\n", StringComparison.Ordinal))
            return false;
        for (var index = 0; index < text.Length; index++)
        {
            var letter = text[index];
            if (letter == '\n' ? index > 0 && text[index - 1] is ' ' or '\t' : !IsPrintable(letter))
                return false;
        }

        return text[^1] is not (' ' or '\t');
    }

    private static bool IsPrintable(char letter) => letter is >= ' ' and <= '~' or '\t' or (>= '\u00a0' and not ('\u2028' or '\u2029' or '\ufeff' or '\ufffe' or '\uffff'));
}
