namespace Skein.KeyValue;

/// <summary>A write that other commits overtook too often, and that every writer does before its own from then on.</summary>
/// <remarks>
/// So one that takes long, such as a transaction of thousands of puts, does not start over for ever beside many short ones; and no
/// writer waits for another, because whoever meets it can finish it. Several may try at once. The revision of the one that succeeds
/// carries the outcome, and the tail does not move there before the outcome is known: who finds none after reading the newest
/// revision therefore knows that this revision is without the write.
/// </remarks>
internal sealed class OvertakenWrite(OvertakenWrite.Step step, Func<Owner, OwnerState>? owners)
{
    private Outcome? _outcome;

    /// <summary>What the write does to a draft. Any thread may run it, any number of times.</summary>
    public delegate object Step(ref Draft draft);

    /// <summary>What came of it; null while it is not committed.</summary>
    public Outcome? Result => Volatile.Read(ref _outcome);

    /// <summary>Drafts the revision with the write, even where the write changes nothing.</summary>
    public Revision Draft(Revision parent)
    {
        var draft = new Draft(parent, owners);
        var result = step(ref draft);
        return draft.ToRevision(new Outcome(this, result, parent.Number + 1));
    }

    /// <summary>What came of a write.</summary>
    /// <param name="write">The write.</param>
    /// <param name="result">What its step returned.</param>
    /// <param name="number">Number of the revision that has it.</param>
    public sealed class Outcome(OvertakenWrite write, object result, long number)
    {
        public object Result => result;

        public long Number => number;

        /// <summary>Makes it known. Its revision is committed by now; any number of callers may do this.</summary>
        public void Settle() => Volatile.Write(ref write._outcome, this);
    }
}
