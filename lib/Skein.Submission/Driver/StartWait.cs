using Skein.Protocol;

namespace Skein.Submission.Driver;

/// <summary>One application's start and how many wait for it.</summary>
internal sealed class StartWait
{
    /// <summary>Guarded by <see cref="StartWaits"/>.</summary>
    public int Callers { get; set; }

    /// <summary>What all of them get.</summary>
    public TaskCompletionSource<ApplicationReport> Result { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Fires when the last caller has gone.</summary>
    public CancellationTokenSource Abandoned { get; } = new();
}
