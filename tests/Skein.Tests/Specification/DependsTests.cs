namespace Skein.Tests.Specification;

public sealed class DependsTests
{
    [Fact]
    public void Depends_as_a_bare_string_is_an_error_and_not_its_characters_issue_143() =>
        Assert.EndsWith(
            "services.web.depends: must be a list, not text: write [store]",
            Specifications.ErrorOf(Specifications.WithService("depends: store")),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("a:a", "a->a")]
    [InlineData("a:b b:a", "a->b->a")]
    [InlineData("a:c b:a c:b", "a->c->b->a")]
    [InlineData("x:a a:b b:a", "a->b->a")]
    [InlineData("a:b,c b: c:d d:a", "a->c->d->a")]
    public void A_cycle_is_shown(string graph, string cycle) =>
        Assert.EndsWith($"depends: services wait for each other: {cycle}", Specifications.ErrorOf(Services(graph)), StringComparison.Ordinal);

    [Theory]
    [InlineData("a: b:a c:a,b")]
    [InlineData("d:b,c c:a b:a a:")]
    public void Services_that_wait_in_an_order_are_valid(string graph) => Assert.NotEmpty(Specifications.Read(Services(graph)).Services);

    [Fact]
    public void A_very_long_chain_is_walked_without_a_deep_stack()
    {
        const int length = 5_000;
        var chain = string.Join(' ', Enumerable.Range(0, length).Select(static index => $"s{index}:s{(index + 1) % length}"));

        var error = Specifications.ErrorOf(Services(chain));

        Assert.Contains("s0->s1->s2", error, StringComparison.Ordinal);
        Assert.EndsWith("->s4998->s4999->s0", error, StringComparison.Ordinal);
        Assert.True(error.Length < 300);
    }

    [Fact]
    public void Something_unknown_is_named_once_per_mention() =>
        Assert.Equal(
            [
                "app.yaml:1:72: services.a.depends[0]: 'x' is not a service here; did you mean 'b'?",
                "app.yaml:1:137: services.b.depends[0]: 'database' is not a service here; valid are a",
            ],
            Specifications.ErrorsOf(Services("a:x b:database")));

    private static string Services(string graph) => "services: {" + string.Join(", ", graph.Split(' ').Select(static service =>
    {
        var parts = service.Split(':');
        return $"{parts[0]}: {{resources: {{memory: 1, vcores: 1}}, script: r, depends: [{parts[1]}]}}";
    })) + "}";
}
