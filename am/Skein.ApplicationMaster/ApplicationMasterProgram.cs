using System.Runtime.InteropServices;
using Google.Protobuf;
using Microsoft.Extensions.Logging;
using Skein.ApplicationMaster.Logging;
using Skein.Contract;
using Skein.Protocol;

namespace Skein.ApplicationMaster;

/// <summary>The role <c>skein am</c>, which YARN starts in the first container of an application.</summary>
public static class ApplicationMasterProgram
{
    /// <summary>Runs the application in the current directory until its end; returns one of <see cref="ApplicationExitCode"/>.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="cancellation">Ends the application as SIGTERM does.</param>
    public static async Task<int> RunAsync(ApplicationMasterArguments arguments, CancellationToken cancellation)
    {
        var directory = Environment.CurrentDirectory;
        ApplicationMasterEnvironment environment;
        ApplicationSpec specification;
        Log4jConfiguration logging;
        try
        {
            environment = ApplicationMasterEnvironment.Read(Environment.GetEnvironmentVariable);
            specification = ReadSpecification(Path.Combine(directory, SkeinFiles.Specification));
            logging = ReadLogging(
                Path.Combine(directory, SkeinFiles.LogConfiguration), LogLevels.From(specification.Master?.LogLevel ?? Log.Types.Level.Info));
        }
        catch (Exception error) when (error is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"skein am: {error.Message}");
            return ApplicationExitCode.Usage;
        }

        using var log = new LineLogger(Console.Error, logging.Lowest, TimeProvider.System, logging.Pattern);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var signal = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            // The process stays to say goodbye; YARN's SIGKILL follows soon enough.
            context.Cancel = true;
            stop.Cancel();
        });
        SocketThreads.Start();
        await using var master = new ApplicationMaster(arguments, environment, specification, directory, TimeProvider.System, log);
        return await master.RunAsync(stop.Token);
    }

    private static Log4jConfiguration ReadLogging(string path, LogLevel level) => System.IO.File.Exists(path)
        ? Log4jConfiguration.Parse(System.IO.File.ReadAllText(path), level)
        : new Log4jConfiguration(level, LinePattern.Default);

    private static ApplicationSpec ReadSpecification(string path)
    {
        var bytes = System.IO.File.ReadAllBytes(path);
        try
        {
            return ApplicationSpec.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException cause)
        {
            throw new InvalidDataException($"{path} is no serialised specification", cause);
        }
    }
}
