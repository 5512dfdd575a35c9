namespace Skein.ApplicationMaster.Lifecycle;

/// <summary>Decides whether an attempt that ends is the application's end: then it unregisters and removes the staging directory.</summary>
/// <param name="Attempt">Number of this attempt, from 1.</param>
/// <param name="Limit">Attempts that YARN makes at most.</param>
internal sealed record AttemptPolicy(int Attempt, int Limit)
{
    /// <param name="attempt">Number of this attempt, from 1.</param>
    /// <param name="specified">Attempts the specification asks for.</param>
    /// <param name="cluster">Attempts the ResourceManager grants at most.</param>
    public static AttemptPolicy Create(int attempt, int specified, int cluster) =>
        new(attempt, Math.Max(1, specified <= 0 ? cluster : Math.Min(specified, cluster)));

    public bool EndsApplication(ApplicationOutcome outcome) => !outcome.MayRetry || Attempt >= Limit;
}
