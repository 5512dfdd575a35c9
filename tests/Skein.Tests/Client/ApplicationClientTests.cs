using System.Security.Cryptography.X509Certificates;
using Google.Protobuf;
using Skein.Client;
using Skein.Grpc;
using Skein.Protocol;
using Skein.Security;

namespace Skein.Tests.Client;

public sealed class ApplicationClientTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Containers_are_ordered_by_service_and_instance()
    {
        await using var master = await FakeApplicationMaster.StartAsync();
        using var client = master.Connect();
        master.Containers.Containers.Add(new Container { ServiceName = "b", Instance = 1 });
        master.Containers.Containers.Add(new Container { ServiceName = "b", Instance = 0 });
        master.Containers.Containers.Add(new Container { ServiceName = "a", Instance = 10 });
        var containers = await client.GetContainersAsync(["a", "b"], [Container.Types.State.Failed], Cancellation);
        Assert.Equal(["a10", "b0", "b1"], containers.Select(c => $"{c.ServiceName}{c.Instance}"));
        Assert.Equal(
            new ContainersRequest { Services = { "a", "b" }, States = { Container.Types.State.Failed } }, Assert.Single(master.Requests));
    }

    [Fact]
    public async Task Every_call_sends_what_it_was_given()
    {
        await using var master = await FakeApplicationMaster.StartAsync();
        using var client = master.Connect();
        await client.ScaleAsync("a", 3, Cancellation);
        await client.ScaleByAsync("a", -2, Cancellation);
        Assert.Equal("a", (await client.AddContainerAsync("a", new Dictionary<string, string> { ["X"] = "1" }, Cancellation)).ServiceName);
        await client.KillContainerAsync("a", 4, Cancellation);
        await client.SetProgressAsync(0.5f, Cancellation);
        Assert.Equal("fruit", (await client.GetSpecificationAsync(Cancellation)).Name);
        await client.ShutdownAsync(FinalStatus.Killed, "enough", Cancellation);
        IMessage[] expected =
        [
            new ScaleRequest { ServiceName = "a", Count = 3 },
            new ScaleRequest { ServiceName = "a", Delta = -2 },
            new AddContainerRequest { ServiceName = "a", Env = { ["X"] = "1" } },
            new ContainerInstance { ServiceName = "a", Instance = 4 },
            new SetProgressRequest { Progress = 0.5f },
            new Empty(),
            new ShutdownRequest { FinalStatus = FinalStatus.Killed, Diagnostics = "enough" },
        ];
        Assert.Equal(expected, master.Requests);
    }

    [Fact]
    public async Task Scaling_by_zero_does_not_scale_to_zero()
    {
        await using var master = await FakeApplicationMaster.StartAsync();
        using var client = master.Connect();
        Assert.Empty(await client.ScaleByAsync("a", 0, Cancellation));
        Assert.Empty(master.Requests);
    }

    [Theory]
    [InlineData(-0.1f)]
    [InlineData(1.1f)]
    [InlineData(float.NaN)]
    public async Task Progress_outside_its_range_is_refused_before_it_is_sent(float progress)
    {
        await using var master = await FakeApplicationMaster.StartAsync();
        using var client = master.Connect();
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => client.SetProgressAsync(progress, Cancellation));
        Assert.Empty(master.Requests);
    }

    [Fact]
    public async Task Connecting_asks_the_application_master_for_an_answer()
    {
        await using var master = await FakeApplicationMaster.StartAsync();
        using var certificate = FakeApplicationMaster.Pair.ToCertificate();
        using (var client = await ApplicationClient.ConnectAsync(certificate, $"127.0.0.1:{master.Port}", Cancellation))
            Assert.Single(master.Requests);
        using var other = CertificatePair.Generate().ToCertificate();
        await Assert.ThrowsAsync<FormatException>(() => ApplicationClient.ConnectAsync(certificate, "127.0.0.1", Cancellation));
        foreach (var (pair, port) in ((X509Certificate2, int)[])[(other, master.Port), (certificate, 1)])
        {
            var e = await Assert.ThrowsAsync<GrpcException>(() => ApplicationClient.ConnectAsync(pair, $"127.0.0.1:{port}", Cancellation));
            Assert.Equal(GrpcStatusCode.Unavailable, e.Status);
        }
    }

    [Fact]
    public void Outside_of_an_application_there_is_no_current_one() =>
        Assert.Contains("runs in no container", Assert.Throws<InvalidOperationException>(ApplicationClient.FromCurrent).Message);

    [Fact]
    public async Task A_call_to_an_application_that_has_ended_names_the_application_master()
    {
        await using var master = await FakeApplicationMaster.StartAsync();
        using var client = master.Connect();
        await master.StopAsync();
        var e = await Assert.ThrowsAsync<GrpcException>(() => client.GetSpecificationAsync(Cancellation));
        Assert.Equal(GrpcStatusCode.Unavailable, e.Status);
        Assert.StartsWith("Cannot connect to the application master at 127.0.0.1:", e.Message);
    }
}
