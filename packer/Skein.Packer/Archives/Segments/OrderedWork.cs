using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Skein.Packer.Archives.Segments;

/// <summary>Makes results on several threads and hands them over in the order of their items.</summary>
internal static class OrderedWork
{
    /// <summary>Threads beyond this number only hold memory: the disk and the one consumer end the gain.</summary>
    public const int MaxThreads = 32;

    /// <summary>Makes a result of each item.</summary>
    /// <param name="items">Read by one thread, at most <paramref name="threads"/> twice and one ahead of the consumer.</param>
    /// <param name="make">Makes the result of an item; called by several threads at once.</param>
    /// <param name="threads">Results that are being made at the same time, at least 1; as many again wait for the consumer.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>
    /// The results; those that are disposable are the consumer's to dispose. When the enumeration ends, for whatever reason, nothing runs
    /// on, and results that were made and not consumed are disposed.
    /// </returns>
    public static async IAsyncEnumerable<TResult> RunAsync<TItem, TResult>(
        IEnumerable<TItem> items, Func<TItem, TResult> make, int threads, [EnumeratorCancellation] CancellationToken cancellation)
        where TResult : class
    {
        threads = Math.Clamp(threads, 1, MaxThreads);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var queue = Channel.CreateBounded<Task<TResult>>(new BoundedChannelOptions(threads) { SingleReader = true, SingleWriter = true });
        var producer = Task.Run(() => ProduceAsync(items, make, threads, queue.Writer, stop.Token), CancellationToken.None);
        try
        {
            await foreach (var making in queue.Reader.ReadAllAsync(stop.Token))
                yield return await making;
        }
        finally
        {
            await stop.CancelAsync();
            await producer;
            while (queue.Reader.TryRead(out var making))
            {
                if (making.IsCompletedSuccessfully)
                    (await making as IDisposable)?.Dispose();
            }
        }
    }

    // Ends when everything it started has; a failure reaches the consumer by the queue.
    private static async Task ProduceAsync<TItem, TResult>(
        IEnumerable<TItem> items, Func<TItem, TResult> make, int threads, ChannelWriter<Task<TResult>> queue, CancellationToken cancellation)
    {
        using var free = new SemaphoreSlim(threads);
        var running = new List<Task>();
        Exception? failure = null;
        try
        {
            foreach (var item in items)
            {
                await free.WaitAsync(cancellation);
                // Room first: what is started has its place in the queue.
                await queue.WaitToWriteAsync(cancellation);
                var making = Task.Run(() => Make(item), CancellationToken.None);
                running.RemoveAll(static task => task.IsCompleted);
                running.Add(making);
                queue.TryWrite(making);
            }
        }
        catch (Exception e)
        {
            failure = e;
        }

        queue.Complete(failure);
        // The semaphore may not go before those who give it back.
        await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        TResult Make(TItem item)
        {
            try
            {
                return make(item);
            }
            finally
            {
                free.Release();
            }
        }
    }
}
