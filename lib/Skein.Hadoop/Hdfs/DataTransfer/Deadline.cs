namespace Skein.Hadoop.Hdfs.DataTransfer;

/// <summary>A token that is cancelled by the caller or when the time is over, whichever comes first.</summary>
internal sealed class Deadline : IDisposable
{
    private readonly CancellationTokenSource _timer;
    private readonly CancellationTokenRegistration _caller;

    public Deadline(TimeSpan timeout, TimeProvider time, CancellationToken cancellation)
    {
        _timer = new CancellationTokenSource(timeout, time);
        _caller = cancellation.UnsafeRegister(static timer => ((CancellationTokenSource)timer!).Cancel(), _timer);
    }

    public CancellationToken Token => _timer.Token;

    public void Dispose()
    {
        _caller.Dispose();
        _timer.Dispose();
    }
}
