using System.Globalization;
using Skein.ApplicationMaster.Lifecycle;
using Skein.Protocol;
using static Skein.ApplicationMaster.Tests.Support.YarnMessages;

namespace Skein.ApplicationMaster.Tests.Scale;

/// <summary>What scaling costs by the number of containers, in processor time of the whole process: nothing else may run meanwhile.</summary>
[CollectionDefinition(nameof(ScalingCostTests), DisableParallelization = true)]
[Collection(nameof(ScalingCostTests))]
public sealed class ScalingCostTests
{
    private const int Few = 500;
    private const int Many = 10 * Few;
    private const int Rounds = 10;

    [Fact]
    public void Ten_times_the_containers_take_about_ten_times_as_long_to_scale()
    {
        // Once for what is compiled on the way.
        CostOfScaling(Few);
        var few = CostOfScaling(Few);
        var many = CostOfScaling(Many);
        TestContext.Current.TestOutputHelper!.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"up and down by {Few} containers: {few.TotalMilliseconds / Rounds:0.00} ms, by {Many}: {many.TotalMilliseconds / Rounds:0.00} ms"));

        // A hundred times would be the square.
        Assert.InRange(many / few, 0, 40);
    }

    private static TimeSpan CostOfScaling(int containers)
    {
        var begun = Environment.CpuUsage.TotalTime;
        for (var round = 0; round < Rounds; round++)
        {
            var application = new ApplicationStateMachine(ApplicationOf(("a", Service(0)), ("keeper", Service())));
            application.Apply(new ApplicationEvent.Started(), default);
            foreach (var count in (int[])[containers, 0])
                application.Apply(new ApplicationRequest.Scale(new ScaleRequest { ServiceName = "a", Count = count }), default);
        }

        return Environment.CpuUsage.TotalTime - begun;
    }
}
