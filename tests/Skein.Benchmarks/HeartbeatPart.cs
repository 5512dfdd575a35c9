using System.Globalization;
using Skein.Benchmarks.Heartbeats;

namespace Skein.Benchmarks;

/// <summary>How long a heartbeat keeps the embedded ResourceManager, and its answer the application master.</summary>
/// <remarks>
/// <c>heartbeats [CONTAINERS,...]</c>. Each line: <c>allocate|node|answer CONTAINERS TIMES P50 P99 MAX PROCESSOR_P99</c>, milliseconds; on a busy
/// machine only those of the processor say what the handling itself takes. <c>allocate</c>: the
/// ResourceManager reads a heartbeat, answers it and writes the answer; <c>node</c>: it takes one piece of news from a node; <c>answer</c>: the
/// application master carries out what an answer brings. One application of so many containers starts, and is scaled down and up by 500, or
/// by all it has, a few times. Both sides are in this process, on simulated nodes, and neither is asked over a connection.
/// </remarks>
internal static class HeartbeatPart
{
    private const int Step = 500;
    private const int Turns = 40;

    public static async Task<int> RunAsync(string[] arguments)
    {
        int[] amounts = arguments.Length > 0
            ? [.. arguments[0].Split(',').Select(static text => int.Parse(text, CultureInfo.InvariantCulture))]
            : [100, 1_000, 10_000];
        // The first compiles what it runs through.
        await using (await MeasureAsync(amounts.Max()))
            GC.Collect();
        foreach (var amount in amounts)
        {
            await using var application = await MeasureAsync(amount);
            Print("allocate", amount, application.Cluster.Heartbeats);
            Print("node", amount, application.Cluster.News);
            Print("answer", amount, application.Answers);
        }

        return 0;
    }

    private static async Task<MeasuredApplication> MeasureAsync(int amount)
    {
        var application = await MeasuredApplication.StartAsync(amount);
        await application.Cluster.WaitForAsync(amount);
        for (var turn = 0; turn < Turns; turn++)
        {
            foreach (var count in (int[])[Math.Max(0, amount - Step), amount])
            {
                await application.ScaleAsync(count);
                await application.Cluster.WaitForAsync(count);
            }
        }

        return application;
    }

    private static void Print(string name, int amount, Durations durations) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{name} {amount} {durations.Count} {durations.Elapsed(0.5):F2} {durations.Elapsed(0.99):F2} {durations.Elapsed(1):F2} {durations.Processor(0.99):F2}"));
}
