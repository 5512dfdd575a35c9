using System.Diagnostics;

namespace Skein.Grpc.Tests;

/// <summary>
/// A virtual environment with grpcio, made once per run by <c>build/python-client</c>.
/// </summary>
public sealed class PythonEnvironment : IAsyncLifetime
{
    private readonly string _directory = Path.Combine(Path.GetTempPath(), $"skein-grpc-{Guid.NewGuid():N}");
    private string? _missing;

    /// <summary>The interpreter; skips the test where there is none, and fails it on CI.</summary>
    public string Interpreter
    {
        get
        {
            if (_missing is not null && Environment.GetEnvironmentVariable("CI") == "true")
                Assert.Fail(_missing);
            Assert.SkipWhen(_missing is not null, _missing ?? "");
            return Path.Combine(_directory, "venv", "bin", "python");
        }
    }

    /// <summary>Where the scripts are.</summary>
    public static string Scripts => Path.Combine(AppContext.BaseDirectory, "Interop");

    /// <summary>Where tests of this run may leave files.</summary>
    public string WorkDirectory => _directory;

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(_directory);
        _missing = await RunAsync(RepositoryRoot.Beneath("build", "python-client"), Path.Combine(_directory, "venv"), "grpcio");
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_directory, recursive: true);
        return ValueTask.CompletedTask;
    }

    // Null on success, else why there is no environment.
    private static async Task<string?> RunAsync(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            var errors = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            return process.ExitCode == 0 ? null : $"'{program} {string.Join(' ', arguments)}' failed: {await errors}{await output}".ReplaceLineEndings(" ");
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return $"'{program}' does not start: {e.Message}";
        }
    }
}
