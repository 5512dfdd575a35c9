namespace Skein.EndToEnd.Tests.Support;

/// <summary>A daemon that a test has killed.</summary>
internal sealed class KilledDaemon(Func<Task> start) : IAsyncDisposable
{
    private bool _runs;

    /// <summary>Starts it and waits until the cluster takes work; does nothing the second time.</summary>
    public async Task StartAsync()
    {
        if (_runs)
            return;
        await start();
        _runs = true;
    }

    public async ValueTask DisposeAsync() => await StartAsync();
}
