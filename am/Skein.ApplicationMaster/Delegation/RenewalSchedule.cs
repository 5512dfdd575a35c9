namespace Skein.ApplicationMaster.Delegation;

/// <summary>When new tokens are got: in time before those in use end, and again and again where that fails.</summary>
internal static class RenewalSchedule
{
    /// <summary>The shortest pause between two tries, however little time is left: servers are not to be pressed.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    /// <summary>The longest pause after a failure.</summary>
    public static readonly TimeSpan LongestAfterFailure = TimeSpan.FromMinutes(5);

    // As far as a timer goes.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(40);

    /// <summary>The pause after tokens were got that hold until <paramref name="until"/>: three quarters of that time.</summary>
    public static TimeSpan AfterSuccess(DateTimeOffset now, DateTimeOffset until) => Clamp((until - now) * 0.75, Longest);

    /// <summary>The pause after a failure: a tenth of the time that is left.</summary>
    public static TimeSpan AfterFailure(DateTimeOffset now, DateTimeOffset until) => Clamp((until - now) * 0.1, LongestAfterFailure);

    private static TimeSpan Clamp(TimeSpan pause, TimeSpan longest) => pause < Shortest ? Shortest : pause < longest ? pause : longest;
}
