namespace Skein.KeyValue.Tests.Concurrency;

/// <summary>Runs something on threads of its own, so that they run at the same time whatever the thread pool is up to.</summary>
internal static class DedicatedThreads
{
    /// <summary>Starts the threads together.</summary>
    /// <param name="count">How many.</param>
    /// <param name="body">Called with the number of the thread, from 0.</param>
    /// <returns>Done when all are; fails as the first that failed.</returns>
    public static async Task RunAsync(int count, Action<int> body)
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var start = new Barrier(count);
        await Task.WhenAll(Enumerable.Range(0, count).Select(thread => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait(cancellation);
                body(thread);
            },
            cancellation,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));
    }
}
