using System.Globalization;

namespace Skein.ApplicationMaster.Tests.Simulation;

/// <summary>
/// Random applications on random clusters, by the thousand. A failure tells its seed, its shortest run and what happened in it.
/// <c>SKEIN_SIMULATION_SEED=n</c> runs one seed alone, <c>SKEIN_SIMULATION_RUNS=n</c> another number of them.
/// </summary>
public sealed class SimulationTests
{
    private const int Runs = 2000;
    private const int Steps = 250;

    [Fact]
    public async Task No_application_asks_for_too_much_or_leaves_anything_behind_or_goes_on_for_ever()
    {
        if (Number("SKEIN_SIMULATION_SEED") is { } one)
        {
            await RunAsync(one);
            return;
        }

        var runs = Number("SKEIN_SIMULATION_RUNS") ?? Runs;
        for (var seed = 1; seed <= runs; seed++)
            await RunAsync(seed);
    }

    private static async Task RunAsync(int seed)
    {
        if (await FaultOf(seed, Steps) is null)
            return;

        // Chaos that ends sooner leaves less to read.
        for (var steps = 0; steps <= Steps; steps++)
        {
            if (await FaultOf(seed, steps) is { } story)
                Assert.Fail(string.Create(CultureInfo.InvariantCulture, $"Seed {seed}, after {steps} steps of chaos: {story}"));
        }
    }

    private static async Task<string?> FaultOf(int seed, int steps)
    {
        var journal = new Journal();
        try
        {
            await SimulatedApplication.RunAsync(seed, steps, journal);
            return null;
        }
        catch (InvariantBrokenException broken)
        {
            return $"{broken.Message}\n{journal}";
        }
        catch (Exception defect)
        {
            return $"{defect}\n{journal}";
        }
    }

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : null;
}
