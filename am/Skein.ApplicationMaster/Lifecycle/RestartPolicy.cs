namespace Skein.ApplicationMaster.Lifecycle;

/// <summary>Decides over the failed containers of one service: whether one is replaced, and when the service has failed for good.</summary>
/// <param name="maximum">Replacements over the life of the service; negative: without limit.</param>
/// <param name="allowFailures">Whether the service goes on when a container fails for good.</param>
internal sealed class RestartPolicy(int maximum, bool allowFailures)
{
    /// <summary>Failed containers so far; lost ones are none.</summary>
    public int Failures { get; private set; }

    /// <summary>Failed containers that were replaced.</summary>
    public int Restarts { get; private set; }

    /// <summary>Whether a failure was left without a replacement and the service may not go on without.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>Counts a failed container; true if it is to be replaced.</summary>
    public bool ReplaceFailed()
    {
        Failures++;
        if (maximum >= 0 && Restarts >= maximum)
        {
            HasFailed = !allowFailures;
            return false;
        }

        Restarts++;
        return true;
    }
}
