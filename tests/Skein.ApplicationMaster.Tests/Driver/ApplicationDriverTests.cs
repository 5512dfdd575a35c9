using System.Diagnostics;
using System.Globalization;
using Skein.ApplicationMaster.Driver;

namespace Skein.ApplicationMaster.Tests.Driver;

public sealed class ApplicationDriverTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("skein-driver").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Log => Path.Combine(_directory, "application.driver.log");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData("exit 0", 0)]
    [InlineData("exit 7", 7)]
    [InlineData("kill -TERM $$", 143)]
    public async Task The_exit_code_of_the_script_is_told(string script, int exitCode)
    {
        await using var driver = await StartAsync(script);
        Assert.Equal(exitCode, await driver.Completion.WaitAsync(Cancellation));
    }

    [Fact]
    public async Task Output_and_errors_go_to_the_log_and_variables_arrive()
    {
        await using var driver = await StartAsync("echo \"out $SKEIN_APPLICATION_ID\"; echo err >&2; pwd; cat");
        await driver.Completion.WaitAsync(Cancellation);
        Assert.Equal($"out application_1_0001\nerr\n{_directory}\n", await File.ReadAllTextAsync(Log, Cancellation));
    }

    [Fact]
    public async Task Stopping_gives_the_script_time_to_clean_up()
    {
        await using var driver = await StartAsync("trap 'echo bye; exit 3' TERM; echo ready; while :; do sleep 0.05; done");
        await ReadLogAsync("ready");
        await driver.StopAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(3, await driver.Completion);
        Assert.EndsWith("bye\n", await File.ReadAllTextAsync(Log, Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stopping_ends_all_that_the_script_started_even_what_ignores_signals()
    {
        await using var driver = await StartAsync("trap '' TERM; bash -c 'trap \"\" TERM; echo child $$; sleep 1000' & sleep 1000");
        var child = int.Parse((await ReadLogAsync("child "))["child ".Length..], CultureInfo.InvariantCulture);
        using var process = Process.GetProcessById(child);
        await driver.StopAsync(TimeSpan.Zero);
        await process.WaitForExitAsync(Cancellation);
    }

    [Fact]
    public async Task What_outlives_the_script_is_ended_with_the_application()
    {
        await using var driver = await StartAsync("sleep 1000 & echo child $!");
        await driver.Completion.WaitAsync(Cancellation);
        var child = int.Parse((await ReadLogAsync("child "))["child ".Length..], CultureInfo.InvariantCulture);
        using var process = Process.GetProcessById(child);
        Assert.False(process.HasExited);
        await driver.StopAsync(TimeSpan.Zero);
        await process.WaitForExitAsync(Cancellation);
    }

    private Task<ApplicationDriver> StartAsync(string script) => ApplicationDriver.StartAsync(
        new DriverOptions
        {
            Script = script,
            WorkingDirectory = _directory,
            LogFile = Log,
            Environment = new Dictionary<string, string> { ["SKEIN_APPLICATION_ID"] = "application_1_0001" },
        },
        Cancellation);

    // The script's first line with this beginning, as soon as it is complete.
    private async Task<string> ReadLogAsync(string beginning)
    {
        using var changes = new FileSystemWatcher(_directory);
        var changed = new SemaphoreSlim(0);
        changes.Changed += (_, _) => changed.Release();
        changes.Created += (_, _) => changed.Release();
        changes.EnableRaisingEvents = true;
        while (true)
        {
            var text = File.Exists(Log) ? await File.ReadAllTextAsync(Log, Cancellation) : "";
            if (text.Split('\n')[..^1].FirstOrDefault(line => line.StartsWith(beginning, StringComparison.Ordinal)) is { } line)
                return line;
            await changed.WaitAsync(TimeSpan.FromSeconds(1), Cancellation);
        }
    }
}
