using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Skein.EndToEnd.Tests.Support;

namespace Skein.EndToEnd.Tests;

/// <summary>The driver's process: its commands, its file, and its life.</summary>
public sealed class DriverTests : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly SkeinUser _user = new(configuration: null, Environment.UserName);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string FilePath => Path.Combine(_user.Folder, "config", "driver");

    [Fact]
    public async Task Driver_starts_once_is_shown_and_stops()
    {
        var address = (await _user.RunAsync("driver", "start")).Successful().Text;
        Assert.Equal(address, (await _user.RunAsync("driver", "start")).Successful().Text);
        Assert.Equal(address, (await _user.RunAsync("driver", "address")).Successful().Text);
        var process = int.Parse((await _user.RunAsync("driver", "pid")).Successful().Text, CultureInfo.InvariantCulture);
        var file = JsonDocument.Parse(await File.ReadAllTextAsync(FilePath, Cancellation)).RootElement;
        Assert.Equal((address, process), (file.GetProperty("address").GetString(), file.GetProperty("pid").GetInt32()));
        Assert.Contains("INFO skein.Driver: Driver started", await File.ReadAllTextAsync(Path.Combine(_user.Folder, "config", "driver.log"), Cancellation));

        (await _user.RunAsync("driver", "stop")).Successful();
        Assert.Equal("", Read(process, "cmdline"));
        Assert.False(File.Exists(FilePath));
        Assert.Equal(1, (await _user.RunAsync("driver", "address")).ExitCode);
        (await _user.RunAsync("driver", "stop")).Successful();
    }

    [Fact]
    public async Task Restarted_driver_is_another_one()
    {
        (await _user.RunAsync("driver", "start")).Successful();
        var before = int.Parse((await _user.RunAsync("driver", "pid")).Successful().Text, CultureInfo.InvariantCulture);
        (await _user.RunAsync("driver", "restart", "--log-level", "DEBUG", "--log", Path.Combine(_user.Folder, "log"))).Successful();
        Assert.NotEqual($"{before}", (await _user.RunAsync("driver", "pid")).Successful().Text);
        Assert.Equal("", Read(before, "cmdline"));
        Assert.Contains("DEBUG", await File.ReadAllTextAsync(Path.Combine(_user.Folder, "log"), Cancellation));
    }

    [Fact]
    public async Task Driver_that_was_killed_is_replaced_with_a_warning()
    {
        var address = (await _user.RunAsync("driver", "start")).Successful().Text;
        using (var process = await ProcessAsync())
        {
            process.Kill();
            await process.WaitForExitAsync(Cancellation);
        }

        var start = (await _user.RunAsync("driver", "start")).Successful();
        Assert.StartsWith($"Warning: Previous driver at {address} has died", start.Error);
    }

    [Fact]
    public async Task Driver_that_does_not_answer_is_left_alone_unless_forced()
    {
        (await _user.RunAsync("driver", "start")).Successful();
        using var process = await ProcessAsync();
        using (Process.Start("kill", ["-STOP", $"{process.Id}"]))
        {
            foreach (var command in (string[])["start", "stop"])
            {
                var refused = await _user.RunAsync("driver", command);
                Assert.Equal(1, refused.ExitCode);
                Assert.Contains($"process {process.Id}, does not answer; 'skein driver stop --force'", refused.Error);
            }
        }

        var stop = _user.RunAsync("driver", "stop", "--force");
        using (Process.Start("kill", ["-CONT", $"{process.Id}"]))
            (await stop).Successful();
        await process.WaitForExitAsync(Cancellation).WaitAsync(Limit, Cancellation);
    }

    [Fact]
    public async Task Users_have_drivers_of_their_own()
    {
        using var other = new SkeinUser(configuration: null, Environment.UserName);
        var address = (await _user.RunAsync("driver", "start")).Successful().Text;
        Assert.NotEqual(address, (await other.RunAsync("driver", "start")).Successful().Text);
        (await other.RunAsync("driver", "stop")).Successful();
        Assert.Equal(address, (await _user.RunAsync("driver", "start")).Successful().Text);

        // With another pair it is nobody's driver.
        (await _user.RunAsync("config", "gencerts", "--force")).Successful();
        Assert.Contains("does not answer", (await _user.RunAsync("driver", "start")).Error);
    }

    [Fact]
    public async Task Driver_of_a_Python_client_ends_when_its_parent_lets_go()
    {
        await JavaDriver.InstallAsync(_user);
        await using var driver = await JavaDriver.StartAsync(_user);
        Assert.InRange(driver.Port, 1, 65535);
        driver.Process.StandardInput.Close();
        var end = await SkeinProcess.FinishAsync(driver.Process, Cancellation).WaitAsync(Limit, Cancellation);
        Assert.Equal((0, ""), (end.ExitCode, end.Output));
        Assert.Contains("INFO", end.Error);
        Assert.DoesNotContain("WARN", end.Error);
    }

    [Fact]
    public async Task Daemon_of_a_Python_client_lives_until_it_is_told_to_end()
    {
        await JavaDriver.InstallAsync(_user);
        await using var driver = await JavaDriver.StartAsync(_user, "--daemon");
        driver.Process.StandardInput.Close();
        await File.WriteAllTextAsync(FilePath, $$"""{"address": "127.0.0.1:{{driver.Port}}", "pid": {{driver.Process.Id}}}""", Cancellation);
        Assert.Equal($"127.0.0.1:{driver.Port}", (await _user.RunAsync("driver", "start")).Successful().Text);
        (await _user.RunAsync("driver", "stop")).Successful();
        Assert.Equal(0, (await SkeinProcess.FinishAsync(driver.Process, Cancellation)).ExitCode);
    }

    [Theory]
    [InlineData("--bad")]
    [InlineData("--keytab", "/keytab")]
    public async Task Driver_that_is_called_wrongly_ends_with_1_and_its_usage(params string[] arguments)
    {
        await JavaDriver.InstallAsync(_user);
        await using var driver = await JavaDriver.StartAsync(_user, arguments);
        var end = await SkeinProcess.FinishAsync(driver.Process, Cancellation);
        Assert.Equal((0, 1), (driver.Port, end.ExitCode));
        Assert.Contains("usage: java", end.Error);
    }

    public async ValueTask DisposeAsync()
    {
        await _user.RunAsync("driver", "stop", "--force");
        // One that its own file no longer names.
        foreach (var process in Process.GetProcessesByName("skein"))
        {
            using (process)
            {
                if (Read(process.Id, "environ").Split('\0').Contains($"HOME={_user.Folder}"))
                    process.Kill();
            }
        }

        _user.Dispose();
    }

    private async Task<Process> ProcessAsync() =>
        Process.GetProcessById(int.Parse((await _user.RunAsync("driver", "pid")).Successful().Text, CultureInfo.InvariantCulture));

    // Empty for a process that has ended, whether or not it was waited for.
    private static string Read(int process, string what)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/{what}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
