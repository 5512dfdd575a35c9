using System.CommandLine;
using Skein.Client;
using Skein.Contract;
using Skein.Hadoop.Configuration;
using Skein.Hadoop.Security;
using Skein.Security;
using Skein.Submission.Clusters;

namespace Skein.Cli;

/// <summary>What commands share: the way to a cluster and to a running application.</summary>
internal sealed class CommandServices(CommandContext context)
{
    private const string CurrentApplication = "current";

    public CommandContext Context { get; } = context;

    /// <summary>The cluster of <c>--conf</c> or the environment; nothing is dialled yet.</summary>
    public ClusterConnection OpenCluster(ParseResult arguments)
    {
        var configuration = HadoopConfiguration.Load(arguments.GetValue(GlobalOptions.Configuration), Context.Environment);
        if (!configuration.IsFound)
        {
            throw new InvalidInputException(
                "no Hadoop configuration found; give its directory with --conf or set HADOOP_CONF_DIR");
        }

        return new ClusterConnection(configuration, CurrentUser.Find(Context.Environment), Context.Time);
    }

    /// <summary>The application's own pair inside a container, this user's elsewhere.</summary>
    /// <exception cref="CertificateException">There is none, or it does not work; the message tells what to do.</exception>
    public CertificatePair LoadCertificates() => CertificatePair.Load(
        CertificateFiles.FindInContainer(Context.Environment, Directory.GetCurrentDirectory())
            ?? CertificateFiles.InConfiguration(CertificateFiles.ConfigurationDirectory(Context.Environment)),
        Context.Time);

    /// <summary>Like <see cref="LoadCertificates"/>, but a user without a pair gets one.</summary>
    public async Task<CertificatePair> LoadOrCreateCertificatesAsync(CancellationToken cancellation)
    {
        if (CertificateFiles.FindInContainer(Context.Environment, Directory.GetCurrentDirectory()) is { } files)
            return CertificatePair.Load(files, Context.Time);
        var directory = CertificateFiles.ConfigurationDirectory(Context.Environment);
        (var pair, var created) = await CertificatePair.LoadOrCreateAsync(directory, Context.Time, cancellation);
        if (created)
            await Context.Error.WriteLineAsync($"Note: made a certificate pair in {directory}; whoever has it controls your applications");
        return pair;
    }

    /// <summary>The id that an argument means: <c>current</c> is the application this container belongs to.</summary>
    public string ApplicationId(string argument)
    {
        if (argument != CurrentApplication)
            return argument;
        return Context.Environment(SkeinVariables.ApplicationId)
            ?? throw new InvalidInputException("'current' means this container's application, but this is no container; give an application id");
    }

    /// <summary>A client of a running application's master.</summary>
    public async Task<ApplicationClient> ConnectAsync(ParseResult arguments, string application, CancellationToken cancellation)
    {
        var id = ApplicationId(application);
        if (id == Context.Environment(SkeinVariables.ApplicationId)
            && ApplicationClient.FindCurrent(Context.Environment, Directory.GetCurrentDirectory()) is { } current)
        {
            return current;
        }

        var certificates = LoadCertificates();
        await using var cluster = OpenCluster(arguments);
        var report = await new ApplicationQueries(cluster, Context.Time).RunningReportAsync(id, cancellation);
        return new ApplicationClient(certificates.ToCertificate(), report.Host, report.Port);
    }
}
