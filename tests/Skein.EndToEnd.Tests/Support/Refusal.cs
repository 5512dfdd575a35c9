namespace Skein.EndToEnd.Tests.Support;

/// <summary>A command that is turned down: the exit status and a clear word on standard error, nothing on standard output.</summary>
internal static class Refusal
{
    /// <summary>One that is right, to be changed for the worse.</summary>
    public const string Specification = """
        services:
          one:
            resources: {memory: 64 MiB, vcores: 1}
            script: "true"
        """;

    public static async Task AssertAsync(SkeinUser user, int exitCode, string[] fragments, params string[] arguments)
    {
        var result = await user.RunAsync(arguments);
        Assert.True(exitCode == result.ExitCode, $"exit status {result.ExitCode}\n{result.Output}\n{result.Error}");
        Assert.Equal("", result.Output);
        Assert.All(fragments, fragment => Assert.Contains(fragment, result.Error));
        Assert.DoesNotContain("   at ", result.Error);
    }
}
