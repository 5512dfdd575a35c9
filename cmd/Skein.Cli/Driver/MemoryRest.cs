using System.Runtime.InteropServices;

namespace Skein.Cli.Driver;

/// <summary>
/// Gives memory back to the system that a rush of clients has left behind: the collector keeps what it once had, and so does the system's
/// library, which TLS allocates from, for each of its threads.
/// </summary>
internal sealed partial class MemoryRest : IAsyncDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    private readonly RestPolicy _policy = new();
    private readonly ITimer _timer;

    // Held by the call that looks; a collection may take longer than the period.
    private readonly Lock _looking = new();

    /// <param name="time">Clock of the looks.</param>
    public MemoryRest(TimeProvider time) => _timer = time.CreateTimer(static rest => ((MemoryRest)rest!).Look(), this, Period, Period);

    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    private void Look()
    {
        if (!_looking.TryEnter())
            return;
        try
        {
            if (_policy.IsDue(GC.GetTotalAllocatedBytes()))
                GiveBack();
        }
        finally
        {
            _looking.Exit();
        }
    }

    private static void GiveBack()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        try
        {
            _ = Trim(0);
        }
        catch (EntryPointNotFoundException)
        {
            // Not the GNU library: others keep less.
        }
    }

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int Trim(nuint keep);
}
