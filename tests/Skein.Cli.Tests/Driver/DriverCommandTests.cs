using System.Net;
using System.Net.Sockets;
using Skein.Cli.Tests.Commands;

namespace Skein.Cli.Tests.Driver;

/// <summary>What the commands make of the global driver's file, where no driver is.</summary>
public sealed class DriverCommandTests : IDisposable
{
    private const string Gone = """{"address": "127.0.0.1:1", "pid": 2147483646}""";

    private readonly string _folder = Directory.CreateTempSubdirectory("skein-driver-").FullName;
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    private string FilePath => Path.Combine(_folder, "driver");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("address")]
    [InlineData("pid")]
    public async Task Without_a_driver_there_is_nothing_to_show(string what)
    {
        Assert.Equal(1, await RunAsync("driver", what));
        Assert.Equal(("", "Error: No skein driver is running\n"), (_output.ToString(), _error.ToString()));
    }

    [Theory]
    [InlineData("address", "127.0.0.1:1\n")]
    [InlineData("pid", "2147483646\n")]
    public async Task File_is_shown_as_it_is(string what, string shown)
    {
        await File.WriteAllTextAsync(FilePath, Gone, TestContext.Current.CancellationToken);
        Assert.Equal((0, shown), (await RunAsync("driver", what), _output.ToString()));
    }

    [Fact]
    public async Task Stop_without_a_driver_is_no_error() => Assert.Equal((0, ""), (await RunAsync("driver", "stop"), _error.ToString()));

    [Fact]
    public async Task Stop_takes_the_file_of_a_dead_driver_away()
    {
        await File.WriteAllTextAsync(FilePath, Gone, TestContext.Current.CancellationToken);
        Assert.Equal(0, await RunAsync("driver", "stop"));
        Assert.False(File.Exists(FilePath));
    }

    [Fact]
    public async Task Stop_leaves_a_process_alone_that_took_a_dead_drivers_id_and_port()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        await File.WriteAllTextAsync(
            FilePath, $$"""{"address": "{{other.LocalEndpoint}}", "pid": {{Environment.ProcessId}}}""", TestContext.Current.CancellationToken);
        Assert.Equal(0, await RunAsync("driver", "stop", "--force"));
        Assert.False(File.Exists(FilePath));
    }

    [Fact]
    public async Task Unknown_level_starts_nothing()
    {
        Assert.Equal(2, await RunAsync("driver", "start", "--log-level", "loud"));
        Assert.Contains("'loud' is no level", _error.ToString());
    }

    private Task<int> RunAsync(params string[] arguments) => SkeinCommandLine.RunAsync(arguments, new CommandContext
    {
        Output = _output,
        Error = _error,
        Input = () => Stream.Null,
        RawOutput = () => Stream.Null,
        Environment = name => name == "SKEIN_CONFIG" ? _folder : null,
    });
}
