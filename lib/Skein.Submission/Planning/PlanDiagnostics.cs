namespace Skein.Submission.Planning;

/// <summary>What came up while planning: problems end it, notes do not.</summary>
internal sealed class PlanDiagnostics
{
    private readonly List<string> _problems = [];
    private readonly List<string> _notes = [];

    public IReadOnlyList<string> Notes => _notes;

    public void Problem(string sentence) => _problems.Add(sentence);

    public void Note(string sentence) => _notes.Add(sentence);

    /// <exception cref="InvalidSubmissionException">There was a problem.</exception>
    public void ThrowIfAny()
    {
        if (_problems.Count > 0)
            throw new InvalidSubmissionException(_problems);
    }
}
