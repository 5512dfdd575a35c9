namespace Skein.EndToEnd.Tests.Support;

/// <summary>How a run of a program ended.</summary>
internal sealed record CommandResult(int ExitCode, string Output, string Error)
{
    /// <summary>Output without the line end.</summary>
    public string Text => Output.TrimEnd('\n');

    /// <summary>The same result, once it is known to be a success; otherwise the test fails with everything printed.</summary>
    public CommandResult Successful()
    {
        Assert.True(ExitCode == 0, $"exit status {ExitCode}\n{Output}\n{Error}");
        return this;
    }
}
