namespace Skein.Cli;

/// <summary>An argument or a file given on the command line is wrong.</summary>
/// <param name="problems">One sentence each, at least one.</param>
internal sealed class InvalidInputException(IReadOnlyList<string> problems) : Exception(string.Join('\n', problems))
{
    public InvalidInputException(string problem)
        : this([problem])
    {
    }

    public IReadOnlyList<string> Problems { get; } = problems;
}
