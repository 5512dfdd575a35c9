using Skein.Client;
using Skein.Contract;
using Skein.Protocol;

namespace Skein.Tests.Client;

public sealed class CurrentContainerTests
{
    [Fact]
    public void A_container_knows_its_name_and_resources() => Assert.Equal(
        new CurrentContainer("application_1_0001", new ContainerInstance { ServiceName = "my_worker", Instance = 12 }, 512, 2),
        Find("application_1_0001", "my_worker_12"));

    [Fact]
    public void The_driver_script_has_no_name() => Assert.Null(Find("application_1_0001", null)?.Instance);

    [Fact]
    public void Outside_of_an_application_there_is_none() => Assert.Null(Find(null, null));

    [Theory]
    [InlineData("worker")]
    [InlineData("_1")]
    [InlineData("worker_x")]
    public void A_malformed_name_is_refused(string name) => Assert.Throws<FormatException>(() => Find("application_1_0001", name));

    private static CurrentContainer? Find(string? application, string? container) => CurrentContainer.Find(name => name switch
    {
        SkeinVariables.ApplicationId => application,
        SkeinVariables.ContainerId => container,
        SkeinVariables.ResourceMemory => "512",
        SkeinVariables.ResourceVCores => "2",
        _ => null,
    });
}
