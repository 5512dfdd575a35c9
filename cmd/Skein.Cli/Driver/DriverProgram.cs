using System.Net;
using Microsoft.Extensions.Logging;
using Skein.ApplicationMaster.Logging;
using Skein.Contract;
using Skein.Grpc;
using Skein.Hadoop.Configuration;
using Skein.Hadoop.Security.Gssapi;
using Skein.Security;
using Skein.Submission;
using Skein.Submission.Driver;

namespace Skein.Cli.Driver;

/// <summary>The driver's process: serves <c>skein.Driver</c> on this machine until its parent is gone, or a signal comes.</summary>
internal sealed class DriverProgram
{
    private const string LinePatternText = "%d{yy/MM/dd HH:mm:ss} %p %c: %m%n";
    private const string LoggerName = "skein.Driver";

    // Longer than a submission takes to withdraw what it has brought to the cluster.
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(12);

    // Whoever started the driver waits for it.
    private static readonly TimeSpan LoginLimit = TimeSpan.FromSeconds(20);

    private readonly CommandContext _context;
    private readonly DriverOptions _options;
    private readonly LineLogger _log;

    private DriverProgram(CommandContext context, DriverOptions options, LineLogger log)
    {
        _context = context;
        _options = options;
        _log = log;
    }

    /// <summary>Runs a driver to its end. What goes wrong at its start is logged, and the status is 1.</summary>
    /// <param name="context">Surroundings; the log goes to the error output.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<ExitCode> RunAsync(CommandContext context, DriverOptions options, CancellationToken cancellation)
    {
        using var log = CreateLog(context, options.LowestLevel);
        try
        {
            return await new DriverProgram(context, options, log).RunAsync(cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return ExitCode.Success;
        }
        catch (Exception e) when (e is IOException or CertificateException or UnauthorizedAccessException)
        {
            log.StartFailed(e.Message);
            return ExitCode.Refused;
        }
    }

    /// <summary>Logs how a driver is called, at every level.</summary>
    public static ExitCode ReportUsage(CommandContext context, string usage)
    {
        using var log = CreateLog(context, LogLevel.Critical);
        log.WrongArguments(usage);
        return ExitCode.Refused;
    }

    private static LineLogger CreateLog(CommandContext context, LogLevel lowest) =>
        new(context.Error, lowest, context.Time, LinePattern.Parse(LinePatternText, LoggerName));

    private async Task<ExitCode> RunAsync(CancellationToken cancellation)
    {
        var cluster = new SkeinClientOptions
        {
            ConfigurationDirectory = _options.ConfigurationDirectory,
            Principal = _options.Principal,
            Keytab = _options.Keytab,
            Certificates = await FindCertificatesAsync(cancellation),
            BinaryPath = Environment.ProcessPath,
            // Programs written for skein 0.8.2 expect an application that fails.
            RefusesOversizedServices = false,
            Note = sentence => _log.Note(sentence),
            Environment = _options.ConfigurationDirectory is null ? ClassPath.NameDirectories(_context.Environment) : _context.Environment,
            Time = _context.Time,
        };
        await CheckLoginAsync(cluster, cancellation);
        _log.Configuration(cluster.ConfigurationDirectory ?? cluster.Environment(YarnVariables.HadoopConfigurationDirectory) ?? "the usual places");

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var place = new DriverCluster(cluster);
        await using var clients = new ClusterClients(place.FindAsync);
        using var certificate = cluster.Certificates!.ToCertificate();
        var routes = new DriverService(clients, _context.Time, _log, stop.Token).AddTo(new GrpcRoutes());
        await using var server = await GrpcServer.StartAsync(
            new GrpcServerOptions
            {
                Address = IPAddress.Loopback,
                Certificate = certificate,
                StopTimeout = StopTimeout,
                StopDetail = DriverService.StopDetail,
                LoggerFactory = _log,
                TimeProvider = _context.Time,
            },
            routes,
            cancellation);
        await using var rest = new MemoryRest(_context.Time);
        _log.Started(server.Port);
        await CallbackPort.TellAsync(server.Port, _context.Environment, cancellation);
        await AwaitEndAsync(stop.Token);
        _log.Stopping();
        // Calls in flight take back what they have begun, and the server waits for them.
        await stop.CancelAsync();
        return ExitCode.Success;
    }

    private async Task AwaitEndAsync(CancellationToken cancellation)
    {
        if (_options.IsDaemon)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, _context.Time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return;
        }

        // Reading a pipe can not be interrupted; its thread ends with the process.
        var end = Task.Run(DrainInput, CancellationToken.None);
        await end.WaitAsync(cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private void DrainInput()
    {
        try
        {
            using var input = _context.Input();
            var buffer = new byte[256];
            while (input.Read(buffer) > 0)
            {
                // Nothing is meant to come.
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _log.InputFailed(e.Message);
        }
    }

    private async Task<CertificatePair> FindCertificatesAsync(CancellationToken cancellation)
    {
        var certificate = _context.Environment(SkeinVariables.DriverCertificate);
        var key = _context.Environment(SkeinVariables.DriverKey);
        // Neither the embedded cluster nor anything else that is started from here is to have the key.
        Environment.SetEnvironmentVariable(SkeinVariables.DriverCertificate, null);
        Environment.SetEnvironmentVariable(SkeinVariables.DriverKey, null);
        if (certificate is { Length: > 0 } && key is { Length: > 0 })
            return CertificatePair.FromPem(certificate, key);
        var directory = CertificateFiles.ConfigurationDirectory(_context.Environment);
        (var pair, var created) = await CertificatePair.LoadOrCreateAsync(directory, _context.Time, cancellation);
        if (created)
            _log.Note($"Made a certificate pair in {directory}; whoever has it controls your applications");
        return pair;
    }

    /// <summary>A keytab that can not be used ends the start; a ticket may come later, and what is wrong with the site files every caller gets to know.</summary>
    private async Task CheckLoginAsync(SkeinClientOptions cluster, CancellationToken cancellation)
    {
        try
        {
            var configuration = HadoopConfiguration.Load(cluster.ConfigurationDirectory, cluster.Environment);
            var user = LoginSettings.Find(configuration, cluster.Environment, cluster.Principal, cluster.Keytab);
            if (cluster.Keytab is not null && user.Kerberos is { } login)
                await login.LogInAsync(LoginLimit, _context.Time, cancellation);
        }
        catch (Exception e) when (e is HadoopConfigurationException || (e is KerberosException && cluster.Keytab is null))
        {
            _log.NotReady(e.Message);
        }
    }
}
