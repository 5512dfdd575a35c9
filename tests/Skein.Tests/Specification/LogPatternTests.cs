namespace Skein.Tests.Specification;

public sealed class LogPatternTests
{
    [Theory]
    [InlineData("include", "(", "a '(' is never closed")]
    [InlineData("exclude", "a)", "a ')' closes nothing")]
    [InlineData("rolled_include", "[a-", "a '[' is never closed")]
    [InlineData("include", "*.log", "'*', '+' or '?' repeats nothing")]
    [InlineData("include", @"log\", "it ends with a single backslash")]
    [InlineData("include", "[z-a]", "a range of characters ends before it begins")]
    [InlineData("include", "a{3,2}", "a number of repetitions ends before it begins")]
    public void Pattern_that_nobody_can_read_is_refused_with_the_reason(string field, string pattern, string reason) => Assert.Equal(
        [$"app.yaml:1:{10 + field.Length}: logs.{field}: '{pattern}' is not a regular expression: {reason}; all files of one kind are '.*\\.log'"],
        Specifications.ErrorsOf($"logs: {{{field}: '{pattern}'}}\n{Service}"));

    [Theory]
    [InlineData(@".*\.log")]
    [InlineData("a++")]
    [InlineData(@"\p{Alpha}+")]
    [InlineData(@"\Q(\E")]
    [InlineData("[a-z&&[^b]]")]
    public void Pattern_of_Java_is_taken(string pattern) =>
        Assert.Equal(pattern, Specifications.Read($"logs: {{include: '{pattern}'}}\n{Service}").Logs.Include);

    private const string Service = "services: {one: {resources: {memory: 1, vcores: 1}, script: run}}";
}
