using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Skein.Grpc.Tests;

/// <summary>A Python script talked to by lines; killed at the end of the test.</summary>
internal sealed class PythonProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task<string> _errors;

    private PythonProcess(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Starts a script with the files of a pair as its first two arguments.</summary>
    public static async Task<PythonProcess> StartAsync(
        PythonEnvironment python, string script, X509Certificate2 pair, params string[] arguments)
    {
        var name = Path.Combine(python.WorkDirectory, Guid.NewGuid().ToString("N"));
        using var key = pair.GetRSAPrivateKey()!;
        await File.WriteAllTextAsync(name + ".crt", pair.ExportCertificatePem(), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(name + ".pem", key.ExportPkcs8PrivateKeyPem(), TestContext.Current.CancellationToken);
        var start = new ProcessStartInfo(
            python.Interpreter, ["-u", Path.Combine(PythonEnvironment.Scripts, script), name + ".crt", name + ".pem", .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            // grpcio honours a proxy of the environment unless told not to.
            Environment = { ["PYTHONIOENCODING"] = "utf-8", ["no_grpc_proxy"] = "127.0.0.1" },
        };
        return new PythonProcess(Process.Start(start)!);
    }

    /// <summary>The next line the script prints.</summary>
    public async Task<string> ReadLineAsync() =>
        await _process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken)
            ?? throw new InvalidOperationException($"The script ended: {await _errors}");

    public Task WriteLineAsync(string line) => _process.StandardInput.WriteLineAsync(line);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
