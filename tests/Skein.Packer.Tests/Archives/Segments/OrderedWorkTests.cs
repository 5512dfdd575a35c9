using Skein.Packer.Archives.Segments;

namespace Skein.Packer.Tests.Archives.Segments;

public sealed class OrderedWorkTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public async Task Results_come_in_the_order_of_their_items_whoever_is_faster(int threads)
    {
        var numbers = new List<int>();
        await foreach (var result in OrderedWork.RunAsync(Enumerable.Range(0, 200), Make, threads, Cancellation))
            numbers.Add(result.Number);
        Assert.Equal(Enumerable.Range(0, 200), numbers);

        static Result Make(int number)
        {
            Thread.SpinWait(number % 3 == 0 ? 20_000 : 10);
            return new Result(number);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task No_more_are_made_at_once_than_there_are_threads_and_few_run_ahead(int threads)
    {
        var (now, most, taken, consumed, furthest) = (0, 0, 0, 0, 0);
        var gate = new Lock();
        await foreach (var result in OrderedWork.RunAsync(Items(), Make, threads, Cancellation))
        {
            result.Dispose();
            consumed++;
        }

        Assert.InRange(most, 1, threads);
        Assert.InRange(furthest, 1, (2 * threads) + 2);

        IEnumerable<int> Items()
        {
            for (; taken < 100; taken++)
            {
                furthest = Math.Max(furthest, taken + 1 - Volatile.Read(ref consumed));
                yield return taken;
            }
        }

        Result Make(int number)
        {
            var running = Interlocked.Increment(ref now);
            lock (gate)
                most = Math.Max(most, running);
            Thread.SpinWait(1000);
            Interlocked.Decrement(ref now);
            return new Result(number);
        }
    }

    [Fact]
    public async Task What_was_made_and_not_consumed_is_disposed_when_the_consumer_leaves()
    {
        var made = new List<Result>();
        await foreach (var first in OrderedWork.RunAsync(Enumerable.Range(0, 100), Make, 4, Cancellation))
        {
            first.Dispose();
            break;
        }

        // Nothing runs on, so nobody else touches the list.
        Assert.NotEmpty(made);
        Assert.All(made, static result => Assert.True(result.IsDisposed));

        Result Make(int number)
        {
            var result = new Result(number);
            lock (made)
                made.Add(result);
            return result;
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_failure_of_an_item_or_its_work_reaches_the_consumer_after_the_results_before_it(bool inWork)
    {
        var numbers = new List<int>();
        var error = await Assert.ThrowsAsync<IOException>(async () =>
        {
            await foreach (var result in OrderedWork.RunAsync(Items(), Make, 2, Cancellation))
                numbers.Add(result.Number);
        });
        Assert.Equal("the fifth", error.Message);
        Assert.Equal([0, 1, 2, 3, 4], numbers);

        IEnumerable<int> Items()
        {
            for (var number = 0; number < 20; number++)
                yield return number != 5 || inWork ? number : throw new IOException("the fifth");
        }

        static Result Make(int number) => number == 5 ? throw new IOException("the fifth") : new Result(number);
    }

    [Fact]
    public async Task Cancellation_ends_it_between_two_results()
    {
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var result in OrderedWork.RunAsync(Endless(), static number => new Result(number), 2, stop.Token))
            {
                result.Dispose();
                await stop.CancelAsync();
            }
        });

        static IEnumerable<int> Endless()
        {
            for (var number = 0; ; number++)
                yield return number;
        }
    }

    private sealed class Result(int number) : IDisposable
    {
        public int Number => number;

        public bool IsDisposed { get; private set; }

        public void Dispose() => IsDisposed = true;
    }
}
