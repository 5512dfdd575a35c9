using System.Text.Json;
using Skein.Cli.Tables;

namespace Skein.Cli.Tests.Tables;

public sealed class JsonOutputTests
{
    [Fact]
    public void A_document_of_any_length_is_passed_on_whole()
    {
        // Characters of one to four bytes, so that pieces end inside of them.
        IReadOnlyList<string> texts = [.. Enumerable.Range(0, 20_000).Select(static i => $"{i} äあ🙂")];
        var writer = new StringWriter { NewLine = "\n" };
        JsonOutput.WriteArray(writer, texts, static (json, text) => json.WriteStringValue(text));
        Assert.EndsWith("]\n", writer.ToString(), StringComparison.Ordinal);
        using var document = JsonDocument.Parse(writer.ToString());
        Assert.Equal(texts, document.RootElement.EnumerateArray().Select(static item => item.GetString()!));
    }

    [Fact]
    public void A_text_longer_than_a_piece_is_passed_on_whole()
    {
        var text = new string('あ', 100_000);
        var writer = new StringWriter { NewLine = "\n" };
        JsonOutput.Write(writer, json => json.WriteStringValue(text));
        using var document = JsonDocument.Parse(writer.ToString());
        Assert.Equal(text, document.RootElement.GetString());
    }
}
