using System.Diagnostics;
using System.Globalization;
using Skein.Grpc;
using Skein.Protocol;
using Skein.Security;
using ContainerState = Skein.Protocol.Container.Types.State;

namespace Skein.Benchmarks;

/// <summary>How long a running application master takes to answer that it is to scale a service.</summary>
/// <remarks>
/// <c>scale CERTIFICATES HOST PORT SERVICE CONTAINERS STEP</c>: the service, which has so many containers, is scaled down and up by a step
/// a few times, each when its containers of the time before run. Prints <c>down|up MEDIAN MAX</c>, milliseconds until the answer.
/// </remarks>
internal static class ScalePart
{
    private const int Turns = 5;

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    public static async Task<int> RunAsync(string[] arguments)
    {
        using var certificate = CertificatePair.Load(arguments[0]).ToCertificate();
        using var channel = new GrpcChannel(new GrpcChannelOptions { Certificate = certificate, Host = arguments[1], Port = Number(arguments[2]) });
        var (service, containers, step) = (arguments[3], Number(arguments[4]), Number(arguments[5]));
        // The first call opens the connection and compiles this side.
        await ScaleAsync(channel, service, containers);
        List<double> down = [], up = [];
        for (var turn = 0; turn < Turns; turn++)
        {
            down.Add(await ScaleAsync(channel, service, containers - step));
            up.Add(await ScaleAsync(channel, service, containers));
            while (await CountRunningAsync(channel, service) < containers)
                await Task.Delay(Poll);
        }

        Print("down", down);
        Print("up", up);
        return 0;
    }

    private static async Task<double> ScaleAsync(GrpcChannel channel, string service, int count)
    {
        var begun = Stopwatch.GetTimestamp();
        await channel.CallAsync(
            ApplicationMasterMethods.Scale, new ScaleRequest { ServiceName = service, Count = count }, null, CancellationToken.None);
        return Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
    }

    private static async Task<int> CountRunningAsync(GrpcChannel channel, string service)
    {
        var request = new ContainersRequest { Services = { service }, States = { ContainerState.Running } };
        return (await channel.CallAsync(ApplicationMasterMethods.GetContainers, request, null, CancellationToken.None)).Containers.Count;
    }

    private static void Print(string name, List<double> times) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"{name} {times.Order().ElementAt(times.Count / 2):F1} {times.Max():F1}"));

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
