using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Skein.EndToEnd.Tests.Support;

/// <summary>A driver as a Python client of skein 0.8.2 starts one: by the name of <c>java</c>, with a port to call back and a pipe to hold.</summary>
internal sealed class JavaDriver : IAsyncDisposable
{
    private JavaDriver(Process process, int port)
    {
        Process = process;
        Port = port;
    }

    public Process Process { get; }

    /// <summary>Where it listens; 0: it told none.</summary>
    public int Port { get; }

    /// <summary>Puts links of the names into a folder of the user's, and that in front of his PATH.</summary>
    public static async Task<string> InstallAsync(SkeinUser user)
    {
        var folder = Path.Combine(user.Folder, "shims");
        user.With("PATH", $"{folder}:{Environment.GetEnvironmentVariable("PATH")}");
        (await user.RunAsync("shim", "install", folder)).Successful();
        return folder;
    }

    /// <summary>Starts one and waits until it has called back or ended.</summary>
    public static async Task<JavaDriver> StartAsync(SkeinUser user, params string[] arguments)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        user.With("SKEIN_CALLBACK_PORT", $"{((IPEndPoint)listener.LocalEndpoint).Port}");
        var process = SkeinProcess.Start(
            Path.Combine(user.Folder, "shims", "java"),
            ["-Dskein.log.level=INFO", "com.anaconda.skein.Driver", "--jar", "/skein.jar", .. arguments],
            user.Environment);
        user.With("SKEIN_CALLBACK_PORT", null);
        var cancellation = TestContext.Current.CancellationToken;
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var call = listener.AcceptTcpClientAsync(leave.Token).AsTask();
        if (await Task.WhenAny(call, process.WaitForExitAsync(cancellation)) != call)
        {
            await leave.CancelAsync();
            return new JavaDriver(process, 0);
        }

        using var caller = await call;
        var port = new byte[sizeof(int)];
        await caller.GetStream().ReadExactlyAsync(port, cancellation);
        return new JavaDriver(process, BinaryPrimitives.ReadInt32BigEndian(port));
    }

    public async ValueTask DisposeAsync()
    {
        if (!Process.HasExited)
        {
            Process.Kill();
            await Process.WaitForExitAsync(CancellationToken.None);
        }

        Process.Dispose();
    }
}
