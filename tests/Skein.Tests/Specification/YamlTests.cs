using System.Globalization;
using System.Text;
using Skein.Specification;

namespace Skein.Tests.Specification;

public sealed class YamlTests
{
    // The types are those that PyYAML's safe_load gives.
    [Theory]
    [InlineData("yes", "a boolean")]
    [InlineData("OFF", "a boolean")]
    [InlineData("True", "a boolean")]
    [InlineData("~", "nothing")]
    [InlineData("Null", "nothing")]
    [InlineData("12", "a number")]
    [InlineData("+12", "a number")]
    [InlineData("0b_", "a number")]
    [InlineData("1:30", "a number")]
    [InlineData("1.", "a number with a fraction")]
    [InlineData("1.0e+3", "a number with a fraction")]
    [InlineData(".5", "a number with a fraction")]
    [InlineData("-.Inf", "a number with a fraction")]
    [InlineData(".NaN", "a number with a fraction")]
    [InlineData("1:30.5", "a number with a fraction")]
    [InlineData("2020-01-01", "a date")]
    [InlineData("2020-01-01T10:00:00Z", "a date")]
    [InlineData("2020-01-01 10:00:00 -5", "a date")]
    [InlineData("!!int 5", "a number")]
    [InlineData("!!float 5", "a number with a fraction")]
    [InlineData("[]", "a list")]
    [InlineData("{}", "a map")]
    public void Plain_scalars_have_the_types_of_YAML_1_1(string scalar, string type) =>
        Assert.Contains($"must be text, not {type}", Specifications.ErrorOf(Specifications.WithService($"node_label: {scalar}")), StringComparison.Ordinal);

    [Theory]
    [InlineData("y")]
    [InlineData("nULL")]
    [InlineData("08")]
    [InlineData("0o14")]
    [InlineData("1e3")]
    [InlineData("1.0e3")]
    [InlineData("-.5")]
    [InlineData("2020-1-1")]
    [InlineData("1.2.3")]
    [InlineData("1,000")]
    [InlineData("0x")]
    [InlineData("01:30")]
    [InlineData("0b2")]
    [InlineData("<<x")]
    [InlineData("a#b")]
    public void Other_plain_scalars_are_text(string scalar) =>
        Assert.Equal(scalar, Specifications.Read(Specifications.WithService($"node_label: {scalar}")).Services["web"].NodeLabel);

    [Theory]
    [InlineData("'yes'", "yes")]
    [InlineData("\"12\"", "12")]
    [InlineData("!!str 12", "12")]
    [InlineData("! 12", "12")]
    [InlineData("''", "")]
    [InlineData("\"\\u00fc\\U0001F600\"", "ü\U0001F600")]
    public void Quotes_and_tags_make_text(string scalar, string text) =>
        Assert.Equal(text, Specifications.Read(Specifications.WithService($"node_label: {scalar}")).Services["web"].NodeLabel);

    [Theory]
    [InlineData("1_000", 1000)]
    [InlineData("012", 10)]
    [InlineData("0x1F", 31)]
    [InlineData("0b101", 5)]
    [InlineData("1:30", 90)]
    [InlineData("190:20:30", 685230)]
    [InlineData("0_", 0)]
    [InlineData("+7", 7)]
    [InlineData("2147483647", int.MaxValue)]
    public void Integers_have_the_values_of_YAML_1_1(string scalar, int value) =>
        Assert.Equal(value, Specifications.Read(Specifications.WithService($"max_restarts: {scalar}")).Services["web"].MaxRestarts);

    [Fact]
    public void The_largest_and_no_larger_integer_is_read()
    {
        var file = "files: {f: {source: /x, size: 9223372036854775807}}";
        Assert.Equal(long.MaxValue, Specifications.Read(Specifications.WithService(file)).Services["web"].Files["f"].Size);
        Assert.Contains("is out of range", Specifications.ErrorOf(Specifications.WithService(file.Replace("807", "808", StringComparison.Ordinal))), StringComparison.Ordinal);
        Assert.Contains("must be >= 0, not -9223372036854775808", Specifications.ErrorOf(Specifications.WithService(file.Replace("9223372036854775807", "-9223372036854775808", StringComparison.Ordinal))), StringComparison.Ordinal);
    }

    [Fact]
    public void Anchors_and_merge_keys_are_resolved()
    {
        var spec = Specifications.Read(
            """
            services:
              first: &first
                resources: &small {memory: 1, vcores: 1}
                script: one
                env: {A: first}
              second:
                <<: *first
                script: two
              third:
                <<: [{script: three, instances: 3}, *first]
                resources: *small
            """);

        Assert.Equal(["one", "two", "three"], spec.Services.Values.Select(static service => service.Script));
        Assert.Equal("first", spec.Services["third"].Env["A"]);
        Assert.Equal(3, spec.Services["third"].Instances);
        Assert.Equal(new ResourcesSpec { Memory = 1, VCores = 1 }, spec.Services["second"].Resources);
    }

    [Fact]
    public void A_set_is_a_list() =>
        Assert.Equal(["a", "b"], Specifications.Read(Specifications.WithApplication("tags: !!set {a, b}")).Tags);

    [Theory]
    [InlineData("a: &x [*x]", "1:8: the alias *x contains itself")]
    [InlineData("a: *x", "1:4: the alias *x has no anchor &x before it")]
    [InlineData("a: b\n--- \nc: d", "2:1: a second document starts here; a specification is one document")]
    [InlineData("a: !python/object:os.system x", "1:4: the tag '!python/object:os.system' does not fit here; leave it out")]
    [InlineData("a: !!int x", "1:4: the tag 'tag:yaml.org,2002:int' does not fit here; leave it out")]
    [InlineData("a: !!map [x]", "1:4: the tag 'tag:yaml.org,2002:map' does not fit here; leave it out")]
    [InlineData("a: {<<: 1}", "1:9: the merge key << takes a map or a list of maps, most often an alias of one")]
    [InlineData("a: [b", "is not valid YAML: while parsing a flow sequence, did not find expected ',' or ']'")]
    [InlineData("a:\n\t- b", "is not valid YAML: ")]
    [InlineData("a: \"\\ud800\"", "is not valid YAML")]
    [InlineData("a: \"\\U7fffffff\"", "is not valid YAML")]
    [InlineData("%YAML 99999999999.1\n--- a", "is not valid YAML")]
    public void A_text_that_can_not_be_read_gives_one_error_at_its_place(string yaml, string message) =>
        Assert.Contains(message, Specifications.ErrorOf(yaml), StringComparison.Ordinal);

    [Fact]
    public void A_nest_of_aliases_ends_at_a_bound()
    {
        var yaml = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x]\n");
        for (var level = 1; level < 30; level++)
            yaml.AppendLine(CultureInfo.InvariantCulture, $"a{level}: &a{level} [*a{level - 1},*a{level - 1},*a{level - 1},*a{level - 1},*a{level - 1},*a{level - 1}]");

        Assert.Contains("the document holds more than 250000 values, aliases written out", Specifications.ErrorOf(yaml.ToString()), StringComparison.Ordinal);
    }

    [Fact]
    public void Merge_keys_multiply_within_the_same_bound()
    {
        var yaml = new StringBuilder("a: &a {").AppendJoin(", ", Enumerable.Range(0, 1000).Select(static index => $"k{index}: v")).Append("}\n");
        for (var copy = 0; copy < 1000; copy++)
            yaml.AppendLine(CultureInfo.InvariantCulture, $"b{copy}: {{<<: *a}}");

        Assert.Contains("the document holds more than 250000 values", Specifications.ErrorOf(yaml.ToString()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{a: ")]
    [InlineData("- ")]
    [InlineData("? ")]
    public void Deep_nesting_ends_at_a_bound(string opening) =>
        Assert.Contains(
            "lists and maps are nested more than 32 deep",
            Specifications.ErrorOf(string.Concat(Enumerable.Repeat(opening, 10_000))),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("   \n# only a comment\n")]
    [InlineData("---\n...\n")]
    [InlineData("null")]
    public void A_text_without_content_is_said_to_be_empty(string yaml) =>
        Assert.Equal("app.yaml: is empty; a specification has at least one service", Specifications.ErrorOf(yaml));

    [Theory]
    [InlineData("text", "text")]
    [InlineData("5", "a number")]
    [InlineData("[a]", "a list")]
    public void A_text_that_is_no_map_is_refused(string yaml, string what) =>
        Assert.Equal($"app.yaml:1:1: must be a map, a key and a value on each line, not {what}", Specifications.ErrorsOf(yaml)[0]);
}
