using Skein.Hadoop.FileSystems;
using Skein.Hadoop.Rpc;
using Skein.Hadoop.Yarn;
using Skein.Hadoop.Yarn.Protocol;
using Skein.Specification;
using Skein.Submission.Clusters;
using Skein.Submission.Planning;
using Skein.Submission.Uploads;

namespace Skein.Submission;

/// <summary>Turns a specification into a running application: checks, plans, uploads, asks YARN, waits until it has accepted.</summary>
/// <remarks>Whatever ends it on the way leaves nothing of the application behind on the cluster.</remarks>
public sealed class ApplicationSubmitter
{
    private static readonly TimeSpan CleanUpLimit = TimeSpan.FromSeconds(10);

    private readonly ClusterConnection _cluster;
    private readonly SubmissionSettings _settings;
    private readonly TimeProvider _time;

    public ApplicationSubmitter(ClusterConnection cluster, SubmissionSettings settings, TimeProvider time)
    {
        _cluster = cluster;
        _settings = settings;
        _time = time;
    }

    /// <summary>Submits, and returns the application's id once YARN has accepted it.</summary>
    /// <exception cref="InvalidSubmissionException">The specification asks for what this machine or cluster does not have.</exception>
    /// <exception cref="ClusterRefusedException">YARN accepted the request and then failed the application.</exception>
    public async Task<string> SubmitAsync(ApplicationSpec spec, CancellationToken cancellation)
    {
        if (spec.User.Length > 0 && spec.User != _cluster.User.Name)
        {
            await using var inTheirName = _cluster.As(spec.User);
            return await new ApplicationSubmitter(inTheirName, _settings, _time).SubmitAsync(spec, cancellation);
        }

        var local = new LocalSources(new FileHashes(_settings.HashMemory, _time));
        var files = await local.DescribeAsync(spec, _settings.BinaryPath, cancellation);
        var certificates = await SpecificationCertificates.ResolveAsync(
            spec, _settings.Certificates, _cluster.FileSystems, cancellation);

        var keytab = spec.Security is { } security ? await KeytabFile.ReadAsync(security, _cluster, _settings.Note, cancellation) : null;

        var limits = new ClusterLimits(_cluster.ResourceManager);
        var queueProblems = limits.QueueProblemsAsync(spec.Queue, cancellation);
        var newApplication = _cluster.ResourceManager.GetNewApplicationAsync(cancellation);
        await Task.WhenAll(queueProblems, newApplication);
        var application = await newApplication;
        List<string> problems =
        [
            .. ClusterLimits.TagProblems(spec, _cluster.Configuration),
            .. ClusterLimits.ResourceProblems(spec, application.MaximumCapability, _settings.RefusesOversizedServices),
            .. await queueProblems,
        ];
        if (problems.Count > 0)
            throw new InvalidSubmissionException(problems);

        await using var fileSystem = _cluster.FileSystems.OpenDefault();
        var directories = new StagingRoot(fileSystem);
        var plan = SubmissionPlanner.Plan(spec, new PlanInputs
        {
            ApplicationId = YarnIds.Format(application.ApplicationId),
            FileSystem = fileSystem.Root,
            HomeDirectory = fileSystem.HomeDirectory,
            HomeIsTraversable = await directories.IsTraversableAsync(cancellation),
            LocalFiles = files,
            Binary = files[_settings.BinaryPath],
            Certificates = certificates,
            Keytab = keytab,
            Configuration = _cluster.Configuration.ToXml(),
            SimpleUser = _cluster.Configuration.IsSecure ? null : _cluster.User.Name,
            Language = _settings.Language,
        });
        foreach (var note in plan.Notes)
            _settings.Note?.Invoke(note);

        var staging = new StagingDirectory(fileSystem, plan.StagingDirectory);
        ApplicationReportProto accepted;
        var tokens = _cluster.Configuration.IsSecure ? await ApplicationTokens.GetAsync(_cluster, plan.Specification, cancellation) : null;
        using var beside = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var cleared = new AbandonedStaging(fileSystem, _cluster.ResourceManager).RemoveAsync(beside.Token);
        try
        {
            await directories.CreateAsync(cancellation);
            await staging.CreateAsync(cancellation);
            var uploads = new PlanUploads(fileSystem, _cluster.FileSystems, staging);
            var statuses = await uploads.BringAsync(plan, cancellation);
            var complete = FileFacts.Fill(plan.Specification, statuses);
            var written = await staging.WriteSpecificationAsync(SpecificationMessages.ToMessage(complete), cancellation);
            var masterStatuses = new Dictionary<string, FileStatus>(statuses)
            {
                [ClusterFiles.Address(fileSystem.Root, written.Path)] = written,
            };
            var request = new SubmitApplicationRequestProto
            {
                ApplicationSubmissionContext =
                    SubmissionContext.Build(plan, complete, FileFacts.Fill(plan.MasterFiles, masterStatuses), tokens),
            };
            accepted = await new AcceptedSubmission(_cluster.ResourceManager, _time).RequestAsync(request, cancellation);
        }
        catch (Exception e)
        {
            await WithdrawAsync(application.ApplicationId, staging, tokens);
            if (e is RemoteException remote)
                throw new ClusterRefusedException($"the ResourceManager at {remote.Endpoint} refused the application: {remote.Message}", e);
            throw;
        }
        finally
        {
            // It has had the time of the submission, which does not wait for it.
            await beside.CancelAsync();
            await cleared.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (accepted.Priority is { } given && given.Priority < spec.Priority)
            _settings.Note?.Invoke($"priority: the cluster gives {given.Priority} instead of {spec.Priority} (yarn.cluster.max-application-priority)");
        return plan.ApplicationId;
    }

    /// <summary>Takes back what may have reached the cluster; the first failure is the one that is reported.</summary>
    private async Task WithdrawAsync(ApplicationIdProto id, StagingDirectory staging, ApplicationTokens? tokens)
    {
        using var limit = new CancellationTokenSource(CleanUpLimit);
        // Side by side: when HDFS is what fails, the ResourceManager can still be told.
        // Whether the submission got through is unknown after a cut connection or Ctrl-C; an unknown id is refused, which is fine.
        var kill = new KillApplicationRequestProto { ApplicationId = id };
        Task[] steps = [staging.DeleteAsync(limit.Token), _cluster.ResourceManager.ForceKillApplicationAsync(kill, limit.Token)];
        try
        {
            await Task.WhenAll(steps);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // Nothing more can be done from here.
        }

        if (tokens is not null)
            await tokens.Issued.CancelAsync(limit.Token);
    }
}
