using Microsoft.Extensions.Logging.Abstractions;
using Skein.ApplicationMaster.Allocation;
using Skein.ApplicationMaster.Ending;
using Skein.ApplicationMaster.Launch;
using Skein.ApplicationMaster.Lifecycle;
using Skein.ApplicationMaster.Tests.Support;
using static Skein.ApplicationMaster.Tests.Simulation.InvariantBrokenException;

namespace Skein.ApplicationMaster.Tests.Simulation;

/// <summary>A random application from its submission to its end, over as many attempts as it takes.</summary>
internal static class SimulatedApplication
{
    private const string Staging = "/user/alice/.skein/application_1";

    /// <summary>Runs it. The same seed and steps give the same run.</summary>
    /// <param name="seed">Decides everything.</param>
    /// <param name="steps">Steps of chaos in each attempt.</param>
    /// <param name="journal">Told what happens.</param>
    /// <exception cref="InvariantBrokenException">It did what no application may do.</exception>
    public static async Task RunAsync(int seed, int steps, Journal journal)
    {
        var random = new Random(seed);
        var specification = RandomSpecification.Draw(random);
        var limit = random.Next(1, 4);
        var files = new FakeFileSystem();
        for (var attempt = 1; attempt <= limit; attempt++)
        {
            journal.Clear();
            journal.Write($"attempt {attempt} of {limit}; {RandomSpecification.Describe(specification)}");
            var outcome = new SimulatedAttempt(specification, random, journal).Live(steps);
            if (await EndAsync(outcome, new AttemptPolicy(attempt, limit), files, random))
                return;
        }

        throw new InvariantBrokenException("the last attempt ended and the staging directory is still there");
    }

    // True if the application is over, with everything removed.
    private static async Task<bool> EndAsync(ApplicationOutcome outcome, AttemptPolicy attempts, FakeFileSystem files, Random random)
    {
        var scheduler = new FakeScheduler();
        var link = new ResourceManagerLink(
            scheduler,
            new ResourceManagerLinkOptions { Heartbeat = new HeartbeatPolicy(TimeSpan.FromSeconds(5)) },
            new RackMap(static _ => Task.FromResult<IReadOnlyDictionary<string, string>>(new Dictionary<string, string>())),
            new NodeTokens(),
            new ManualClock(),
            NullLogger.Instance);
        await link.RegisterAsync(new Registration("node1", 1), CancellationToken.None);

        // Users and administrators kill applications; and after the last attempt none is left to overtake it.
        var isOver = (outcome.IsSignalled || outcome.IsAbandoned) && (attempts.Attempt == attempts.Limit || random.Next(2) == 0);
        var ending = new ApplicationEnding(attempts, link, files, Staging, _ => Task.FromResult(isOver), NullLogger.Instance);
        await ending.RunAsync(outcome, CancellationToken.None);

        var isLast = isOver || !outcome.MayRetry || attempts.Attempt == attempts.Limit;
        Require(files.Deleted.Count == (isLast ? 1 : 0), $"the staging directory was removed {files.Deleted.Count} times in attempt {attempts.Attempt}");
        Require(!link.IsRegistered || !isLast || isOver, "the ResourceManager was not told of the end");
        return isLast;
    }
}
