using Skein.Client;
using Skein.Contract;
using Skein.Security;

namespace Skein.Tests.Client;

public sealed class FindCurrentTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("skein-client-").FullName;

    [Fact]
    public async Task A_service_finds_its_application_by_the_environment()
    {
        await using var master = await FakeApplicationMaster.StartAsync();
        var files = CertificateFiles.InContainer(_directory);
        await File.WriteAllTextAsync(files.Certificate, FakeApplicationMaster.Pair.CertificatePem, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(files.Key, FakeApplicationMaster.Pair.KeyPem.Reveal(), TestContext.Current.CancellationToken);
        using var client = Find($"127.0.0.1:{master.Port}");
        Assert.NotNull(client);
        Assert.Equal("fruit", (await client.GetSpecificationAsync(TestContext.Current.CancellationToken)).Name);
        Assert.Throws<FormatException>(() => Find("127.0.0.1"));
        Assert.Throws<FormatException>(() => Find("host:port"));
    }

    [Fact]
    public void Outside_of_an_application_there_is_none() => Assert.Null(Find(null));

    [Fact]
    public void A_container_without_its_pair_is_told() => Assert.Throws<CertificateException>(() => Find("127.0.0.1:1"));

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private ApplicationClient? Find(string? address) => ApplicationClient.FindCurrent(
        name => name switch
        {
            SkeinVariables.ApplicationMasterAddress => address,
            SkeinVariables.ApplicationId => address is null ? null : "application_1_0001",
            _ => null,
        },
        _directory);
}
