using System.Text;
using Skein.Client;
using Skein.Protocol;

namespace Primes;

/// <summary>Takes one task after the other until none is left. Every task is counted exactly once, whatever happens to its workers.</summary>
internal sealed class Worker(KeyValueClient store, ContainerInstance me)
{
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (await ClaimAsync(cancellation) is { } task)
        {
            var range = NumberRange.Parse(task.Text);
            var result = new Result(range.CountPrimes(), ContainerName.Of(me));
            Console.WriteLine($"{task.Key}: {range}: {result}");
            await FinishAsync(task.Key, result, cancellation);
        }
    }

    private async Task<KeyEntry?> ClaimAsync(CancellationToken cancellation)
    {
        while (true)
        {
            // Before the look at the tasks, so that a claim given up in between wakes this worker too.
            await using var releases = await store.OpenWatchAsync(Board.Claims, KeyEventKind.Delete, fromRevision: 0, cancellation);
            var tasks = (await store.ListAsync(Board.Tasks, cancellation)).Entries;
            if (tasks.Count == 0)
                return null;
            // Workers that start at different places seldom want the same task.
            var first = Random.Shared.Next(tasks.Count);
            for (var i = 0; i < tasks.Count; i++)
            {
                var task = tasks[(first + i) % tasks.Count];
                if (await TryClaimAsync(task.Key, cancellation))
                    return task;
            }

            // All that is left is in other hands. A worker that dies leaves its claim, and its task is free again.
            await foreach (var _ in releases.WithCancellation(cancellation))
                break;
        }
    }

    private async Task<bool> TryClaimAsync(string task, CancellationToken cancellation)
    {
        var claim = Board.ClaimOf(task);
        var outcome = await store.TransactAsync(
            new KeyTransaction()
                .If(KeyCondition.Exists(task), KeyCondition.Missing(claim))
                .Then(KeyOperation.Put(claim, value: default, owner: me)),
            cancellation);
        return outcome.Succeeded;
    }

    // Without the claim the result is another worker's to give, and this one is dropped.
    private async Task FinishAsync(string task, Result result, CancellationToken cancellation)
    {
        var claim = Board.ClaimOf(task);
        await store.TransactAsync(
            new KeyTransaction()
                .If(KeyCondition.Owner(claim, KeyComparison.Equal, me))
                .Then(
                    KeyOperation.Put(Board.ResultOf(task), Encoding.UTF8.GetBytes(result.ToString())),
                    KeyOperation.Delete(task),
                    KeyOperation.Delete(claim)),
            cancellation);
    }
}
