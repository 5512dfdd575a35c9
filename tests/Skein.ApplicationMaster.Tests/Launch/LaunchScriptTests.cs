using System.Diagnostics;
using Skein.Hadoop.Yarn;

namespace Skein.ApplicationMaster.Tests.Launch;

public sealed class LaunchScriptTests
{
    [Theory]
    [InlineData("plain text", "plain text")]
    [InlineData("", "")]
    [InlineData("{\"a\": {\"b\": [1, {\"c\": \"d\"}]}}", "{\"a\": {\"b\": [1, {\"c\": \"d\"}]}}")]
    [InlineData("{{{}}}}", "{{{}}}}")]
    [InlineData("`id` and $(id)", "`id` and $(id)")]
    [InlineData("back\\slash\\", "back\\slash\\")]
    [InlineData("pa$$ $5 100$", "pa$$ $5 100$")]
    [InlineData("line one\nline two", "line one\nline two")]
    [InlineData("'single' \"double\"", "'single' \"double\"")]
    [InlineData("$GREETING and ${GREETING}!", "hello and hello!")]
    [InlineData("{{GREETING}} there", "hello there")]
    [InlineData("\\$GREETING", "$GREETING")]
    [InlineData("{\"g\":\"${GREETING}\"}}", "{\"g\":\"hello\"}}")]
    [InlineData("ünïcödé 😀", "ünïcödé 😀")]
    public async Task Values_arrive_in_the_container_as_their_author_meant(string value, string expected)
    {
        // What the NodeManager does: replace double braces, then write the value between double quotes.
        var written = LaunchScript.Quote(value).Replace("{{", "$", StringComparison.Ordinal).Replace("}}", "", StringComparison.Ordinal);
        using var bash = Process.Start(new ProcessStartInfo("bash")
        {
            ArgumentList = { "-e", "-c", $"export GREETING=\"hello\"\nexport K=\"{written}\"\nprintf %s \"$K\"" },
            RedirectStandardOutput = true,
        })!;
        var output = await bash.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await bash.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal((expected, 0), (output, bash.ExitCode));
    }

    [Theory]
    [InlineData("/user/alice/.skein/application_1_0001")]
    [InlineData("hdfs://host:8020/user/Zoë/.skein")]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("data;old #2 R&D < > | * ?")]
    [InlineData("it's \"$HOME\" `id` \\ \\\\ $$")]
    [InlineData("{{HOME}} {{{}}}")]
    [InlineData("line one\nline two")]
    public async Task Word_of_a_command_is_itself_whatever_is_in_it(string word)
    {
        // What the NodeManager does: replace double braces, then write the command between double quotes, for a shell of its own.
        var command = $"printf %s, {LaunchScript.QuoteWord(word)} end".Replace("{{", "$", StringComparison.Ordinal).Replace("}}", "", StringComparison.Ordinal);
        using var bash = Process.Start(new ProcessStartInfo("bash")
        {
            ArgumentList = { "-e", "-c", $"exec /bin/bash -c \"{command}\"" },
            RedirectStandardOutput = true,
        })!;
        var output = await bash.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await bash.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(($"{word},end,", 0), (output, bash.ExitCode));
    }

    [Theory]
    [InlineData("PATH", true)]
    [InlineData("_x1", true)]
    [InlineData("", false)]
    [InlineData("1x", false)]
    [InlineData("a-b", false)]
    [InlineData("ä", false)]
    public void Names_of_variables_are_those_that_bash_exports(string name, bool good) =>
        Assert.Equal(good, LaunchScript.IsVariableName(name));
}
