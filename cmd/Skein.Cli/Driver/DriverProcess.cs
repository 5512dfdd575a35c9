using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Skein.Contract;
using Skein.Grpc;
using Skein.Protocol;
using Skein.Security;

namespace Skein.Cli.Driver;

/// <summary>Drivers as processes beside this one: starts, asks and ends them.</summary>
internal static class DriverProcess
{
    private const int LastWords = 2000;

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PingLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan EndPoll = TimeSpan.FromMilliseconds(10);

    /// <summary>Starts a daemon and waits until it takes calls.</summary>
    /// <param name="log">File of its log, which is emptied.</param>
    /// <param name="arguments">Options of <c>skein driver start</c> for it.</param>
    /// <param name="cancellation">Gives up; nothing is left running.</param>
    /// <exception cref="IOException">It does not start; the message holds its last words.</exception>
    public static async Task<GlobalDriver> StartAsync(string log, IEnumerable<string> arguments, CancellationToken cancellation)
    {
        using (new FileStream(log, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite }))
        {
            // Empty, and the owner's alone.
        }

        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(1);
        var callback = ((IPEndPoint)listener.LocalEndPoint!).Port;
        using var process = BackgroundProcess.Start(log, ["driver", "start", "--foreground", .. arguments], start =>
        {
            start.Environment[SkeinVariables.DriverCallbackPort] = callback.ToString(CultureInfo.InvariantCulture);
            start.Environment.Remove(SkeinVariables.DriverCertificate);
            start.Environment.Remove(SkeinVariables.DriverKey);
        });
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(StartLimit);
        try
        {
            var port = CallbackPort.ReceiveAsync(listener, limit.Token);
            if (await Task.WhenAny(port, process.WaitForExitAsync(limit.Token)) == port && await port is { } number)
                return new GlobalDriver($"{IPAddress.Loopback}:{number}", process.Id);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // Too late.
        }
        catch
        {
            process.Kill();
            throw;
        }

        if (!process.HasExited)
            process.Kill();
        throw new IOException($"the driver does not start: {ReadLastWords(log)}");
    }

    /// <summary>Whether a driver of this user answers there.</summary>
    public static async Task<bool> AnswersAsync(string address, CommandContext context, CancellationToken cancellation)
    {
        if (!IPEndPoint.TryParse(address, out var endpoint))
            return false;
        try
        {
            using var certificate = CertificatePair.Load(CertificateFiles.ConfigurationDirectory(context.Environment), context.Time).ToCertificate();
            using var channel = new GrpcChannel(new GrpcChannelOptions
            {
                Certificate = certificate,
                Host = endpoint.Address.ToString(),
                Port = endpoint.Port,
                ServerName = "the driver",
                TimeProvider = context.Time,
            });
            await channel.CallAsync(DriverMethods.Ping, new Empty(), PingLimit, cancellation);
            return true;
        }
        catch (Exception e) when (e is GrpcException or CertificateException)
        {
            return false;
        }
    }

    /// <summary>Whether a process is a driver: this program's, or that of skein 0.8.2.</summary>
    public static bool IsDriver(int process)
    {
        try
        {
            var words = System.IO.File.ReadAllText($"/proc/{process}/cmdline").Split('\0');
            return JavaCommandLine.IsMeant(words) || (words.Length > 2 && words[1] == "driver");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Asks a driver to end, and waits until it has.</summary>
    /// <exception cref="IOException">It does not end.</exception>
    public static async Task EndAsync(int process, TimeProvider time, CancellationToken cancellation)
    {
        BackgroundProcess.Terminate(process);
        var begun = time.GetTimestamp();
        while (IsDriver(process))
        {
            if (time.GetElapsedTime(begun) > EndLimit)
                throw new IOException($"the driver, process {process}, does not end within {EndLimit.TotalSeconds:0} s; end it with: kill -9 {process}");
            await Task.Delay(EndPoll, time, cancellation);
        }
    }

    private static string ReadLastWords(string log)
    {
        var text = System.IO.File.ReadAllText(log).Trim();
        return text.Length > LastWords ? text[^LastWords..] : text.Length > 0 ? text : $"its log, {log}, is empty";
    }
}
