using Skein.Specification;

namespace Skein.Tests.Specification;

public sealed class JsonTests
{
    private const string Minimal = """{"services": {"web": {"resources": {"memory": "1 GiB", "vcores": 1}, "script": "run"}}}""";

    [Fact]
    public void A_specification_is_read()
    {
        var result = SpecificationReader.ReadText(Minimal, SpecificationFormat.Json);

        Assert.Empty(result.Errors);
        Assert.Equal(1024, result.Spec?.Services["web"].Resources.Memory);
    }

    [Fact]
    public void Text_is_text_whatever_it_says()
    {
        var result = SpecificationReader.ReadText(Minimal.Replace("run", "yes", StringComparison.Ordinal), SpecificationFormat.Json);

        Assert.Equal("yes", result.Spec?.Services["web"].Script);
    }

    [Theory]
    [InlineData("{\n  \"name\": \"a\",\n  \"name\": \"b\"\n}", "app.json:3:3: name: is written twice, first in line 2")]
    [InlineData("{\"name\": 1}", "app.json:1:10: name: must be text, not a number: put it in quotes")]
    [InlineData("{\"max_attempts\": 1.0}", "app.json:1:18: max_attempts: must be a whole number, not a number with a fraction")]
    [InlineData("{\"max_attempts\": 99999999999999999999}", "app.json:1:18: max_attempts: is out of range")]
    [InlineData("{\"name\": null}", "app.json:1:10: name: must be text, not nothing")]
    [InlineData("{\n\"name\": \"a\"", "app.json:2:12: is not valid JSON: ")]
    [InlineData("{\"name\": 'a'}", "app.json:1:10: is not valid JSON: ")]
    [InlineData("{} {}", "app.json:1:4: is not valid JSON: ")]
    [InlineData("{\"a\": \"\\ud800\"}", "app.json:1:7: is not valid JSON: an escape names half of a surrogate pair")]
    [InlineData("// comment\n{}", "app.json:1:1: is not valid JSON: ")]
    [InlineData("NaN", "app.json:1:1: is not valid JSON: ")]
    [InlineData("", "app.json: is empty; a specification has at least one service")]
    [InlineData(" \n", "app.json: is empty; a specification has at least one service")]
    public void A_fault_is_reported_at_its_place(string json, string message) =>
        Assert.Contains(Specifications.ErrorsOf(json, SpecificationFormat.Json), error => error.StartsWith(message, StringComparison.Ordinal));

    [Theory]
    [InlineData("[")]
    [InlineData("{\"a\":")]
    public void Deep_nesting_ends_at_a_bound(string opening) =>
        Assert.Contains(
            "is not valid JSON: The maximum configured depth of 32 has been exceeded",
            Assert.Single(Specifications.ErrorsOf(string.Concat(Enumerable.Repeat(opening, 10_000)), SpecificationFormat.Json)),
            StringComparison.Ordinal);

    [Fact]
    public void Many_values_end_at_a_bound() =>
        Assert.Contains(
            "the document holds more than 250000 values",
            Assert.Single(Specifications.ErrorsOf("[" + string.Concat(Enumerable.Repeat("1,", 300_000)) + "1]", SpecificationFormat.Json)),
            StringComparison.Ordinal);
}
