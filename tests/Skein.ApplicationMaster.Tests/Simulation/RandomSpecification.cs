using Skein.ApplicationMaster.Tests.Support;
using Skein.Protocol;

namespace Skein.ApplicationMaster.Tests.Simulation;

/// <summary>Small applications of every kind: chains of dependencies, restarts, empty services, drivers.</summary>
internal static class RandomSpecification
{
    private static readonly string[] Names = ["a", "b", "c", "d"];

    public static ApplicationSpec Draw(Random random)
    {
        var count = random.Next(1, Names.Length + 1);
        var services = new (string, Service)[count];
        for (var i = 0; i < count; i++)
        {
            // Only earlier services are depended on, so there are no circles.
            string[] depends = [.. Names.Take(i).Where(_ => random.Next(3) == 0)];
            services[i] = (Names[i], Draw(random, depends));
        }

        var specification = YarnMessages.ApplicationOf(services);
        if (random.Next(4) == 0)
            specification.Master.Script = "bash driver.sh";
        if (random.Next(20) == 0)
            specification.TimeLimitMs = Seconds(random, 1000);
        return specification;
    }

    private static Service Draw(Random random, string[] depends)
    {
        var service = YarnMessages.Service(
            instances: random.Next(4) == 0 ? 0 : random.Next(1, 5),
            maxRestarts: random.Next(-1, 4),
            allowFailures: random.Next(3) == 0,
            depends: depends,
            memory: random.Next(2) == 0 ? 512 : 1024);
        if (random.Next(5) == 0)
            service.Placement = new Placement { MaxPerNode = random.Next(1, 3), Apart = { depends } };
        else if (random.Next(4) == 0)
            service.Nodes.Add("node1");
        else if (random.Next(4) == 0)
            service.Racks.Add("/rack1");
        service.RelaxLocality = random.Next(2) == 0;
        if (random.Next(3) == 0)
            service.Restart = new RestartPolicy { BackoffMs = Seconds(random, 10), MaxBackoffMs = Seconds(random, 60), WindowMs = Seconds(random, 100) };
        if (random.Next(3) == 0)
            service.Ready = new Protocol.Readiness { Key = "ready.{instance}", TimeoutMs = random.Next(2) * (60_000 + Seconds(random, 100)) };
        if (random.Next(3) == 0)
            service.StopGraceMs = 1000 + Seconds(random, 60);
        if (random.Next(5) == 0)
            service.TimeLimitMs = 60_000 + Seconds(random, 100);
        return service;
    }

    private static long Seconds(Random random, int most) => random.Next(most) * 1000L;

    /// <summary>One line for the reader of a failure.</summary>
    public static string Describe(ApplicationSpec specification) =>
        string.Join("; ", specification.Services.Select(static s => $"{s.Key}: instances {s.Value.Instances}, "
            + $"max_restarts {s.Value.MaxRestarts}{(s.Value.AllowFailures ? ", allow_failures" : "")}, memory {s.Value.Resources.Memory}"
            + (s.Value.Restart is { } restart ? $", restart {restart}" : "")
            + (s.Value.Placement is { } placement ? $", placement {placement}" : "")
            + (s.Value.Ready is { } ready ? $", ready within {ready.TimeoutMs} ms" : "")
            + (s.Value.StopGraceMs > 0 ? $", stop grace {s.Value.StopGraceMs} ms" : "")
            + (s.Value.TimeLimitMs > 0 ? $", time limit {s.Value.TimeLimitMs} ms" : "")
            + (s.Value.Depends.Count > 0 ? $", depends {string.Join(',', s.Value.Depends)}" : "")))
        + (specification.Master.Script.Length > 0 ? "; with a driver" : "");
}
