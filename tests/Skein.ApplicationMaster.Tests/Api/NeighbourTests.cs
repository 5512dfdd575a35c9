using System.Diagnostics;
using System.Globalization;
using Google.Protobuf;
using Skein.ApplicationMaster.Tests.Support;
using Skein.Grpc;
using Skein.Protocol;
using static Skein.ApplicationMaster.Tests.Support.YarnMessages;

namespace Skein.ApplicationMaster.Tests.Api;

/// <summary>Whatever one client does, another's calls all succeed.</summary>
public sealed class NeighbourTests : IAsyncLifetime
{
    private const int Rounds = 25;

    private readonly ServedApplication _application = new(ApplicationOf(("a", Service())));
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _application.StartAsync(null, Cancellation);

    public async ValueTask DisposeAsync()
    {
        _stop.Dispose();
        await _application.DisposeAsync();
    }

    [Fact]
    public Task A_client_that_floods_harms_nobody_else() => LiveBesideAsync(static client => client.FloodAsync());

    [Fact]
    public Task A_client_that_stalls_harms_nobody_else() => LiveBesideAsync(static client => client.StallAsync());

    [Fact]
    public Task A_client_that_sends_garbage_harms_nobody_else() => LiveBesideAsync(static client => client.SendGarbageAsync());

    [Fact]
    public Task A_client_that_vanishes_harms_nobody_else() => LiveBesideAsync(static client => client.VanishAsync());

    private async Task LiveBesideAsync(Func<HostileClient, Task> misbehave)
    {
        var hostile = new HostileClient(_application, _stop.Token);
        var misbehaving = misbehave(hostile);
        await hostile.Begun.WaitAsync(Cancellation);
        var times = new List<TimeSpan>();
        try
        {
            for (var round = 0; round < Rounds; round++)
                await LiveAsync(round, times);
            Assert.False(misbehaving.IsCompleted, "The hostile client gave up: " + misbehaving.Exception);
        }
        finally
        {
            await _stop.CancelAsync();
            await misbehaving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        times.Sort();
        TestContext.Current.TestOutputHelper!.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{times.Count} calls, the median in {times[times.Count / 2].TotalMilliseconds:0.0} ms, the last of all in {times[^1].TotalMilliseconds:0.0} ms"));
    }

    // One of everything, each with the answer it would have without the neighbour.
    private async Task LiveAsync(int round, List<TimeSpan> times)
    {
        var channel = _application.Connect();
        var key = $"mine{round}";
        await CallAsync(ApplicationMasterMethods.PutKey, new PutKeyRequest { Key = key, Value = ByteString.CopyFromUtf8("x") });
        var got = await CallAsync(ApplicationMasterMethods.GetRange, new GetRangeRequest { Start = key, End = key + "\0" });
        Assert.Equal("x", Assert.Single(got.Result).Value.ToStringUtf8());
        var added = await CallAsync(ApplicationMasterMethods.Scale, new ScaleRequest { ServiceName = "a", Delta = 1 });
        Assert.Equal(ContainerState.Requested, Assert.Single(added.Containers).State);
        await CallAsync(ApplicationMasterMethods.KillContainer, new ContainerInstance { ServiceName = "a", Instance = added.Containers[0].Instance });
        Assert.Single((await CallAsync(ApplicationMasterMethods.GetContainers, new ContainersRequest())).Containers);

        async Task<TResponse> CallAsync<TRequest, TResponse>(GrpcMethod<TRequest, TResponse> method, TRequest request)
            where TRequest : class, IMessage<TRequest>
            where TResponse : class, IMessage<TResponse>
        {
            var begun = Stopwatch.GetTimestamp();
            var response = await channel.CallAsync(method, request, TimeSpan.FromSeconds(60), Cancellation);
            times.Add(Stopwatch.GetElapsedTime(begun));
            return response;
        }
    }
}
