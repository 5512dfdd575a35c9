using Skein.Protocol;
using Skein.Submission.Clusters;

namespace Skein.Submission.Driver;

/// <summary>Waits until applications have started: however many callers wait for one, one of them is asked for them all.</summary>
internal sealed class StartWaits
{
    /// <summary>Without an answer of the cluster for so long, those who wait are told: as long as a ResourceManager's restart may take.</summary>
    internal static readonly TimeSpan OutageLimit = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan FirstPoll = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPoll = TimeSpan.FromSeconds(1);

    private readonly Func<string, CancellationToken, Task<ApplicationReport>> _report;
    private readonly TimeProvider _time;

    // Guards _waits and the numbers in it: a wait that has its answer is out before anybody gets the answer.
    private readonly Lock _gate = new();
    private readonly Dictionary<string, StartWait> _waits = new(StringComparer.Ordinal);

    /// <param name="report">Reports on an application.</param>
    /// <param name="time">Clock of the pauses between two reports: 50 ms, growing to a second.</param>
    public StartWaits(Func<string, CancellationToken, Task<ApplicationReport>> report, TimeProvider time)
    {
        _report = report;
        _time = time;
    }

    /// <summary>The application's report as soon as it runs or has ended.</summary>
    public async Task<ApplicationReport> WaitAsync(string applicationId, CancellationToken cancellation)
    {
        var wait = Join(applicationId);
        try
        {
            return await wait.Result.Task.WaitAsync(cancellation);
        }
        finally
        {
            Leave(applicationId, wait);
        }
    }

    private StartWait Join(string applicationId)
    {
        StartWait? wait;
        lock (_gate)
        {
            if (_waits.TryGetValue(applicationId, out wait))
            {
                wait.Callers++;
                return wait;
            }

            wait = new StartWait { Callers = 1 };
            _waits.Add(applicationId, wait);
        }

        _ = RunAsync(applicationId, wait);
        return wait;
    }

    private void Leave(string applicationId, StartWait wait)
    {
        lock (_gate)
        {
            if (--wait.Callers > 0)
                return;
            Remove(applicationId, wait);
        }

        wait.Abandoned.Cancel();
    }

    private async Task RunAsync(string applicationId, StartWait wait)
    {
        try
        {
            var report = await PollAsync(applicationId, wait.Abandoned.Token);
            lock (_gate)
                Remove(applicationId, wait);
            wait.Result.TrySetResult(report);
        }
        catch (Exception e)
        {
            lock (_gate)
                Remove(applicationId, wait);
            wait.Result.TrySetException(e);
            // Those who wait have it; where they are gone nobody looks.
            _ = wait.Result.Task.Exception;
        }
    }

    private async Task<ApplicationReport> PollAsync(string applicationId, CancellationToken cancellation)
    {
        var answered = _time.GetTimestamp();
        for (var pause = FirstPoll; ; pause = TimeSpan.FromTicks(Math.Min(pause.Ticks * 3 / 2, LongestPoll.Ticks)))
        {
            try
            {
                var report = await _report(applicationId, cancellation);
                if (report.State == ApplicationState.Running || ApplicationReports.HasEnded(report))
                    return report;
                answered = _time.GetTimestamp();
            }
            catch (IOException e) when (DriverErrors.IsOutage(e) && _time.GetElapsedTime(answered) < OutageLimit)
            {
                // The ResourceManager restarts.
            }

            await Task.Delay(pause, _time, cancellation);
        }
    }

    // The one of the same id that came after it stays.
    private void Remove(string applicationId, StartWait wait)
    {
        if (_waits.TryGetValue(applicationId, out var current) && current == wait)
            _waits.Remove(applicationId);
    }
}
