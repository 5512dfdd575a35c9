using System.Text;
using Skein.Client;

namespace Primes;

/// <summary>Lays out the work, asks for workers, and adds up what they find.</summary>
internal sealed class Coordinator(ApplicationClient application)
{
    private const int TaskSize = 100_000;

    public async Task RunAsync(int limit, int workers, CancellationToken cancellation)
    {
        var store = application.KeyValue;
        var tasks = (limit + TaskSize - 1) / TaskSize;
        for (var task = 0; task < tasks; task++)
        {
            var range = new NumberRange(task * TaskSize, Math.Min(limit, (task + 1) * TaskSize));
            await store.PutAsync(Board.Task(task), Encoding.UTF8.GetBytes(range.ToString()), owner: null, cancellation);
        }

        // Before the first worker is asked for, so that no result comes unseen.
        await using var results = await store.OpenWatchAsync(Board.Results, KeyEventKind.Put, fromRevision: 0, cancellation);
        var added = await application.ScaleAsync("worker", workers, cancellation);
        Console.WriteLine($"{tasks} tasks for {string.Join(", ", added.Select(ContainerName.Of))}");

        var (done, total) = (0, 0);
        var helpers = new HashSet<string>();
        await foreach (var result in results.WithCancellation(cancellation))
        {
            var (count, worker) = Result.Parse(result.Entry.Text);
            total += count;
            helpers.Add(worker);
            await application.SetProgressAsync((float)++done / tasks, cancellation);
            if (done == tasks)
                break;
        }

        Console.WriteLine($"{total} primes below {limit}, counted by {helpers.Count} workers");
    }
}
