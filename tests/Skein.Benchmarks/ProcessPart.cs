using System.Globalization;
using Skein.Benchmarks.Stores;

namespace Skein.Benchmarks;

/// <summary>Puts and gets per second in this process: the key-value store, and two maps of the framework that could stand in its place.</summary>
/// <remarks>
/// <c>kv-process [SECONDS [KEYS,... [THREADS,...]]]</c>. Each line: <c>STORE put|get THREADS KEYS PER_SECOND</c>, all threads together.
/// Every cell is warmed up for a quarter of its time; values have 100 bytes, keys are taken at random.
/// </remarks>
internal static class ProcessPart
{
    public static async Task<int> RunAsync(string[] arguments)
    {
        var duration = TimeSpan.FromSeconds(arguments.Length > 0 ? double.Parse(arguments[0], CultureInfo.InvariantCulture) : 1);
        var sizes = Numbers(arguments, 1) ?? [1_000, 100_000, 1_000_000];
        var threads = Numbers(arguments, 2) ?? [1, 2, 8];
        Func<IStore>[] stores = [() => new SkeinStore(), () => new ConcurrentDictionaryStore(), () => new LockedSortedStore()];
        foreach (var size in sizes)
        {
            var keys = new string[size];
            for (var i = 0; i < size; i++)
                keys[i] = $"key-{i:D7}";
            foreach (var make in stores)
            {
                var store = make();
                foreach (var key in keys)
                    store.Put(key, new byte[100]);
                foreach (var count in threads)
                {
                    await MeasureAsync(store, "get", count, keys, duration);
                    await MeasureAsync(store, "put", count, keys, duration);
                }
            }
        }

        return 0;
    }

    private static async Task MeasureAsync(IStore store, string operation, int threads, string[] keys, TimeSpan duration)
    {
        await RunThreadsAsync(store, operation, threads, keys, duration / 4);
        GC.Collect();
        var rate = await RunThreadsAsync(store, operation, threads, keys, duration);
        Console.WriteLine(FormattableString.Invariant($"{store.Name} {operation} {threads} {keys.Length} {rate:F0}"));
    }

    private static async Task<double> RunThreadsAsync(IStore store, string operation, int threads, string[] keys, TimeSpan duration)
    {
        using var start = new Barrier(threads);
        var workers = new Task<double>[threads];
        for (var i = 0; i < threads; i++)
        {
            var random = new Random(i);
            workers[i] = Task.Factory.StartNew(
                () =>
                {
                    start.SignalAndWait();
                    return operation == "put" ? Put(store, keys, random, duration) : Get(store, keys, random, duration);
                },
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default);
        }

        return (await Task.WhenAll(workers)).Sum();
    }

    private static double Put(IStore store, string[] keys, Random random, TimeSpan duration)
    {
        var began = TimeProvider.System.GetTimestamp();
        for (long done = 0; ; done += 64)
        {
            if (TimeProvider.System.GetElapsedTime(began) is var elapsed && elapsed >= duration)
                return done / elapsed.TotalSeconds;
            for (var i = 0; i < 64; i++)
                store.Put(keys[random.Next(keys.Length)], new byte[100]);
        }
    }

    private static double Get(IStore store, string[] keys, Random random, TimeSpan duration)
    {
        var began = TimeProvider.System.GetTimestamp();
        for (long done = 0; ; done += 64)
        {
            if (TimeProvider.System.GetElapsedTime(began) is var elapsed && elapsed >= duration)
                return done / elapsed.TotalSeconds;
            for (var i = 0; i < 64; i++)
            {
                if (store.Get(keys[random.Next(keys.Length)]).IsEmpty)
                    throw new InvalidOperationException("A key is missing");
            }
        }
    }

    private static int[]? Numbers(string[] arguments, int index) => arguments.Length > index
        ? [.. arguments[index].Split(',').Select(static text => int.Parse(text, CultureInfo.InvariantCulture))]
        : null;
}
