using Skein.Hadoop.Yarn;
using Skein.Hadoop.Yarn.Protocol;
using Skein.LocalCluster.Nodes.Launch;
using Skein.LocalCluster.Nodes.Localisation;
using Skein.LocalCluster.Nodes.Logs;
using Skein.LocalCluster.Nodes.Memory;
using Skein.LocalCluster.Nodes.Processes;
using static System.IO.UnixFileMode;

namespace Skein.LocalCluster.Nodes;

/// <summary>A node that runs containers as processes of this machine and of this user, as a NodeManager does.</summary>
/// <remarks>
/// No process of a container outlives the node: those of a session end with its leader, those that have left it with their application,
/// all of them when this process dies (see <see cref="OrphanGuard"/>), and whatever is left even then when a node is next opened over the
/// directory.
/// </remarks>
public sealed class LocalNode : INode, IContainerLogs
{
    private static readonly TimeSpan FarewellTime = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly NodeContext _context;
    private readonly INodeEvents _events;
    private readonly ApplicationRemains _remains;
    private readonly CancellationTokenSource _closing;
    private readonly Dictionary<string, LocalApplication> _applications = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LocalContainer> _containers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Task> _endings = new(StringComparer.Ordinal);
    private bool _isClosed;

    private LocalNode(NodeContext context, INodeEvents events, ApplicationRemains remains)
    {
        _context = context;
        _events = events;
        _remains = remains;
        _closing = new CancellationTokenSource(Timeout.InfiniteTimeSpan, context.Time);
    }

    /// <inheritdoc />
    public NodeDescription Description => _context.Description;

    /// <summary>
    /// Opens a node: ends the processes that an earlier one has left in its directory, gathers their logs, and removes their files.
    /// </summary>
    /// <param name="description">What the node is and has.</param>
    /// <param name="directories">Where it keeps things; made if they are missing, for this user alone.</param>
    /// <param name="events">Told what becomes of containers.</param>
    /// <param name="gatherer">Takes logs of applications that have ended.</param>
    /// <param name="options">How containers are treated.</param>
    /// <param name="time">Clock of pauses and messages.</param>
    /// <param name="cancellation">Ends the opening.</param>
    /// <exception cref="IOException">The directories can not be used.</exception>
    /// <exception cref="UnauthorizedAccessException">They belong to somebody else.</exception>
    /// <exception cref="System.ComponentModel.Win32Exception">setsid, of util-linux, is not installed.</exception>
    public static async Task<LocalNode> OpenAsync(
        NodeDescription description,
        NodeDirectories directories,
        INodeEvents events,
        ILogGatherer gatherer,
        LocalNodeOptions options,
        TimeProvider time,
        CancellationToken cancellation)
    {
        const UnixFileMode OwnerOnly = UserRead | UserWrite | UserExecute;
        Directory.CreateDirectory(directories.Users, OwnerOnly);
        Directory.CreateDirectory(directories.Logs, OwnerOnly);
        var mark = new ProcessMark($"{LaunchEnvironment.LocalDirectories}={directories.Users}/");
        await OrphanGuard.EndEarlierAsync(directories.Local, time);
        await mark.EndAsync(options.Grace, time);
        var remains = new ApplicationRemains(description, directories, gatherer);
        await remains.ClearAsync(cancellation);
        var localiser = new Localiser(directories, options, time);
        var guard = OrphanGuard.Start(directories.Local, mark);
        var context = new NodeContext(description, directories, options, localiser, new MemoryWatch(options.MemoryPeriod, time), guard, time);
        return new LocalNode(context, events, remains);
    }

    /// <inheritdoc />
    public void Start(ContainerLaunch launch)
    {
        var applicationId = YarnIds.Format(YarnIds.ParseContainer(launch.ContainerId).AppAttemptId.ApplicationId);
        if (!NodeDirectories.CanBelongTo(launch.User))
            throw new ArgumentException($"'{launch.User}' can not be the name of a user: it names no directory", nameof(launch));
        var place = new ContainerPlace(_context.Directories, launch.User, applicationId, launch.ContainerId);
        var container = new LocalContainer(launch, place, _context);
        lock (_gate)
        {
            if (_containers.ContainsKey(launch.ContainerId))
                return;
            if (!_applications.TryGetValue(applicationId, out var application))
                _applications[applicationId] = application = new LocalApplication(applicationId, launch.User, _context.Localiser);
            if (application.IsEnding || _isClosed)
                container.Stop(ContainerExitStatus.KilledAfterApplication, "Container killed since its application is finishing.");
            else
                application.Logs.Add(new GatheredContainer(launch.ContainerId, place.LogDirectory));
            _containers.Add(launch.ContainerId, container);
            application.LogPatterns ??= launch.Logs;
            application.Containers.Add(launch.ContainerId, container);
            application.Lives.Add(Task.Run(() => LiveAsync(application, container)));
        }
    }

    /// <inheritdoc />
    public void Stop(string containerId, int exitStatus, string diagnostics) => Find(containerId)?.Stop(exitStatus, diagnostics);

    /// <inheritdoc />
    public void Signal(string containerId, SignalContainerCommandProto command) => Find(containerId)?.Signal(command);

    /// <inheritdoc />
    public ContainerStatusProto? FindStatus(string containerId) => Find(containerId)?.Status;

    /// <inheritdoc />
    ContainerLogPlace? IContainerLogs.Find(string containerId) => Find(containerId) is { } container
        ? new ContainerLogPlace(container.LogDirectory, Description.Name, container.Status.State == ContainerStateProto.CRunning)
        : null;

    /// <inheritdoc />
    public void EndApplication(string applicationId)
    {
        lock (_gate)
            _ = BeginEnding(applicationId, "Container killed on application-finish event: the application has ended.");
    }

    /// <summary>Ends all applications, gathers their logs, and lets go of the directories.</summary>
    public async ValueTask DisposeAsync()
    {
        List<Task> endings = [];
        lock (_gate)
        {
            if (_isClosed)
                return;
            _isClosed = true;
            foreach (var application in _applications.Keys)
                endings.Add(BeginEnding(application, "Container killed since the cluster is stopped."));
            endings.AddRange(_endings.Values);
        }

        _closing.CancelAfter(FarewellTime);
        await Task.WhenAll(endings);
        await _context.Memory.DisposeAsync();
        await _context.Localiser.DisposeAsync();
        _context.Guard.Dispose();
        _closing.Dispose();
    }

    private LocalContainer? Find(string containerId)
    {
        lock (_gate)
            return _containers.GetValueOrDefault(containerId);
    }

    private async Task LiveAsync(LocalApplication application, LocalContainer container)
    {
        _events.OnTaken(this, container.Id);
        await container.RunAsync(application, () => _events.OnRunning(this, container.Id));
        _events.OnEnded(this, container.Id, container.Status);
    }

    // Called under the lock.
    private Task BeginEnding(string applicationId, string diagnostics)
    {
        if (_endings.TryGetValue(applicationId, out var begun))
            return begun;
        if (!_applications.TryGetValue(applicationId, out var application))
            return Task.Run(() => _events.OnApplicationGone(this, applicationId, hasLogs: false));
        application.IsEnding = true;
        foreach (var container in application.Containers.Values)
            container.Stop(ContainerExitStatus.KilledAfterApplication, diagnostics);
        return _endings[applicationId] = Task.Run(() => EndAsync(application));
    }

    private async Task EndAsync(LocalApplication application)
    {
        // Containers that come meanwhile end at once.
        for (Task[] lives; (lives = Lives(application)).Length > 0;)
            await Task.WhenAll(lives);
        await application.DisposeAsync();
        var directory = _context.Directories.OfApplication(application.User, application.Id);
        await new ProcessMark($"{LaunchEnvironment.LocalDirectories}={directory}\0").EndAsync(_context.Options.Grace, _context.Time);
        var hasLogs = await _remains.ClearAsync(
            application.Id, application.User, application.Logs, application.LogPatterns, _closing.Token);
        lock (_gate)
        {
            _applications.Remove(application.Id);
            _endings.Remove(application.Id);
            foreach (var container in application.Containers.Values)
            {
                _containers.Remove(container.Id);
                container.Dispose();
            }
        }

        _events.OnApplicationGone(this, application.Id, hasLogs);
    }

    private Task[] Lives(LocalApplication application)
    {
        lock (_gate)
            return [.. application.Lives.Where(static life => !life.IsCompleted)];
    }
}
