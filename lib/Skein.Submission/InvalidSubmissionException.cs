namespace Skein.Submission;

/// <summary>What was asked for can not be submitted: the author of the specification or of the command has to change it.</summary>
/// <param name="problems">One sentence each, at least one.</param>
public sealed class InvalidSubmissionException(IReadOnlyList<string> problems) : Exception(string.Join('\n', problems))
{
    public InvalidSubmissionException(string problem)
        : this([problem])
    {
    }

    /// <summary>All problems, one sentence each.</summary>
    public IReadOnlyList<string> Problems { get; } = problems;
}
