using Skein.Client;
using Skein.Contract;
using Skein.Hadoop.Configuration;
using Skein.Hadoop.Security.Gssapi;
using Skein.Security;
using Skein.Specification;
using Skein.Submission.Clusters;

namespace Skein.Submission;

/// <summary>
/// One cluster for a program: submits applications, finds and ends them, connects to their application masters, and tells of queues,
/// nodes and logs. Safe for concurrent use; dials when first used.
/// </summary>
/// <remarks>
/// Every call throws <see cref="InvalidSubmissionException"/> for what its caller has to change (a specification, an id, a name),
/// <see cref="ClusterRefusedException"/> where the cluster was asked properly and said no, and <see cref="IOException"/> where a server
/// can not be reached.
/// </remarks>
/// <example>
/// <code>
/// await using var skein = SkeinClient.Open();
/// var id = await skein.SubmitAsync(SpecificationReader.ReadFile("spec.yaml").Spec!, cancellation);
/// using (var application = await skein.ConnectAsync(id, cancellation))
///     await application.ScaleAsync("worker", 10, cancellation);
/// foreach (var report in await skein.Applications.ListAsync(new ApplicationFilter { Queue = "default" }, cancellation))
///     Console.WriteLine($"{report.Id} {report.State}");
/// await skein.Applications.KillAsync(id, cancellation);
/// </code>
/// </example>
public sealed class SkeinClient : IAsyncDisposable
{
    private readonly ClusterConnection _cluster;
    private readonly SkeinClientOptions _options;

    internal SkeinClient(ClusterConnection cluster, SkeinClientOptions options)
    {
        _cluster = cluster;
        _options = options;
        Applications = new ApplicationQueries(cluster, options.Time);
        Queues = new QueueQueries(cluster.ResourceManager);
        Nodes = new NodeQueries(cluster.ResourceManager);
        Logs = new ApplicationLogs(cluster, Applications, options.Time);
    }

    /// <summary>Lists, reports, moves and kills applications.</summary>
    public ApplicationQueries Applications { get; }

    /// <summary>The cluster's queues.</summary>
    public QueueQueries Queues { get; }

    /// <summary>The cluster's nodes.</summary>
    public NodeQueries Nodes { get; }

    /// <summary>What containers have written.</summary>
    public ApplicationLogs Logs { get; }

    /// <summary>Reads the cluster's configuration; nothing is dialled yet.</summary>
    /// <param name="options">Null: all defaults.</param>
    /// <exception cref="HadoopConfigurationException">There is no configuration, or it is malformed.</exception>
    /// <exception cref="KerberosException">The cluster wants Kerberos, and there is no ticket, or nothing to get one with.</exception>
    /// <exception cref="IOException">The file of Hadoop tokens that the environment names can not be read.</exception>
    public static SkeinClient Open(SkeinClientOptions? options = null)
    {
        options ??= new SkeinClientOptions();
        var configuration = HadoopConfiguration.Load(options.ConfigurationDirectory, options.Environment);
        if (!configuration.IsFound)
            throw new HadoopConfigurationException("no Hadoop configuration found; name its directory (--conf) or set HADOOP_CONF_DIR");
        var caller = LoginSettings.Find(configuration, options.Environment, options.Principal, options.Keytab);
        var user = options.User is { Length: > 0 } name && name != caller.Name
            ? caller.ActFor(name)
            : caller;
        return new SkeinClient(new ClusterConnection(configuration, user, options.Time), options);
    }

    /// <summary>Submits, and returns the application's id once YARN has accepted it.</summary>
    /// <exception cref="CertificateException">There is no pair that works; the message tells what to do.</exception>
    public async Task<string> SubmitAsync(ApplicationSpec spec, CancellationToken cancellation)
    {
        var settings = new SubmissionSettings
        {
            BinaryPath = _options.BinaryPath ?? FindBinary(),
            Certificates = await LoadOrCreateCertificatesAsync(cancellation),
            HashMemory = SubmissionSettings.FindHashMemory(_options.Environment),
            Language = _options.Environment("LANG"),
            RefusesOversizedServices = _options.RefusesOversizedServices,
            Note = _options.Note,
        };
        return await new ApplicationSubmitter(_cluster, settings, _options.Time).SubmitAsync(spec, cancellation);
    }

    /// <summary>A client of an application's master; waits for one that is still to start.</summary>
    /// <exception cref="ClusterRefusedException">The application has ended.</exception>
    /// <exception cref="CertificateException">There is no pair that works; the message tells what to do.</exception>
    public async Task<ApplicationClient> ConnectAsync(string applicationId, CancellationToken cancellation)
    {
        var certificates = _options.Certificates ?? LoadCertificates();
        var report = await Applications.RunningReportAsync(applicationId, cancellation);
        return new ApplicationClient(certificates.ToCertificate(), report.Host, report.Port);
    }

    /// <summary>Closes every connection to the cluster; clients of applications stay open.</summary>
    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    private CertificatePair LoadCertificates() => CertificatePair.Load(
        FindCertificatesInContainer() ?? CertificateFiles.InConfiguration(CertificateFiles.ConfigurationDirectory(_options.Environment)),
        _options.Time);

    private async Task<CertificatePair> LoadOrCreateCertificatesAsync(CancellationToken cancellation)
    {
        if (_options.Certificates is { } given)
            return given;
        if (FindCertificatesInContainer() is { } files)
            return CertificatePair.Load(files, _options.Time);
        var directory = CertificateFiles.ConfigurationDirectory(_options.Environment);
        (var pair, var created) = await CertificatePair.LoadOrCreateAsync(directory, _options.Time, cancellation);
        if (created)
            _options.Note?.Invoke($"made a certificate pair in {directory}; whoever has it controls your applications");
        return pair;
    }

    private CertificateFiles? FindCertificatesInContainer() =>
        CertificateFiles.FindInContainer(_options.Environment, Directory.GetCurrentDirectory());

    private string FindBinary()
    {
        foreach (var directory in (_options.Environment("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries))
        {
            var path = Path.Combine(directory, SkeinFiles.Binary);
            if (File.Exists(path))
                return path;
        }

        throw new InvalidSubmissionException(
            $"there is no '{SkeinFiles.Binary}' on PATH, which every container gets; put it there, or give its path in "
            + $"{nameof(SkeinClientOptions)}.{nameof(SkeinClientOptions.BinaryPath)}");
    }
}
