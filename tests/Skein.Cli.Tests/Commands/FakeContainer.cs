using System.Text;
using Google.Protobuf;
using Skein.Security;
using Skein.Tests.Client;

namespace Skein.Cli.Tests.Commands;

/// <summary>The command line in a container of an application that only remembers what it is asked.</summary>
internal sealed class FakeContainer : IAsyncDisposable
{
    private const string ContainerId = "container_1_0001_01_000002";

    private readonly string _folder = Directory.CreateTempSubdirectory("skein-container-").FullName;

    private FakeContainer(FakeApplicationMaster master) => Master = master;

    public FakeApplicationMaster Master { get; }

    /// <summary>The requests of the master, in their order.</summary>
    public IReadOnlyCollection<IMessage> Requests => Master.Requests;

    /// <summary>What commands printed.</summary>
    public LineWriter Output { get; } = new();

    public LineWriter Error { get; } = new();

    public static async Task<FakeContainer> StartAsync()
    {
        var container = new FakeContainer(await FakeApplicationMaster.StartAsync());
        var files = CertificateFiles.InContainer(Directory.CreateDirectory(Path.Combine(container._folder, ContainerId)).FullName);
        await File.WriteAllTextAsync(files.Certificate, FakeApplicationMaster.Pair.CertificatePem);
        await File.WriteAllTextAsync(files.Key, FakeApplicationMaster.Pair.KeyPem.Reveal());
        return container;
    }

    /// <summary>Runs a command to its end and gives its exit status.</summary>
    public Task<int> RunAsync(params string[] arguments) => RunWithInputAsync("", arguments);

    public Task<int> RunWithInputAsync(string input, params string[] arguments) => SkeinCommandLine.RunAsync(arguments, new CommandContext
    {
        Output = Output,
        Error = Error,
        Input = () => new MemoryStream(Encoding.UTF8.GetBytes(input)),
        RawOutput = () => Stream.Null,
        Environment = name => name switch
        {
            "SKEIN_APPLICATION_ID" => "application_1_0001",
            "SKEIN_APPMASTER_ADDRESS" => $"127.0.0.1:{Master.Port}",
            "LOCAL_DIRS" => _folder,
            "CONTAINER_ID" => ContainerId,
            _ => null,
        },
    });

    public async ValueTask DisposeAsync()
    {
        await Master.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
