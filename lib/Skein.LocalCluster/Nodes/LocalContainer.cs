using Skein.Hadoop.Processes;
using Skein.Hadoop.Security;
using Skein.Hadoop.Yarn;
using Skein.Hadoop.Yarn.Protocol;
using Skein.LocalCluster.Nodes.Launch;
using Skein.LocalCluster.Nodes.Localisation;
using Skein.LocalCluster.Nodes.Processes;

namespace Skein.LocalCluster.Nodes;

/// <summary>A container from its start to its end.</summary>
internal sealed class LocalContainer(ContainerLaunch launch, ContainerPlace place, NodeContext node) : IDisposable
{
    private const long Mebibyte = 1 << 20;

    private readonly Lock _gate = new();
    private readonly ContainerIdProto _id = YarnIds.ParseContainer(launch.ContainerId);
    private readonly ResourceProto _resource = launch.Resource;
    private readonly ContainerDiagnostics _diagnostics = new(node.Time);
    private readonly CancellationTokenSource _starting = new();
    private readonly TaskCompletionSource _stopRequested = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ContainerLaunch? _launch = launch;
    private ContainerSubStateProto _state = ContainerSubStateProto.CssScheduled;
    private int? _stopStatus;
    private int _exitStatus = ContainerExitStatus.Invalid;
    private int _group;

    /// <summary>Its id as text.</summary>
    public string Id => place.ContainerId;

    /// <summary>Where its logs are.</summary>
    public string LogDirectory => place.LogDirectory;

    /// <summary>Its state at this moment.</summary>
    public ContainerStatusProto Status
    {
        get
        {
            lock (_gate)
            {
                var status = new ContainerStatusProto
                {
                    ContainerId = _id,
                    State = _state == ContainerSubStateProto.CssDone ? ContainerStateProto.CComplete : ContainerStateProto.CRunning,
                    ContainerSubState = _state,
                    Diagnostics = _diagnostics.ToString(),
                    ExitStatus = _exitStatus,
                    Capability = _resource,
                    ExecutionType = ExecutionTypeProto.Guaranteed,
                };
                status.ContainerAttributes.Add(new StringStringMapProto { Key = "HOST", Value = node.Description.Id.Host });
                status.ContainerAttributes.Add(new StringStringMapProto { Key = "IPS", Value = node.Description.Id.Host });
                return status;
            }
        }
    }

    /// <summary>Ends it; the first reason counts. One that has ended by itself is left alone.</summary>
    public void Stop(int exitStatus, string diagnostics)
    {
        lock (_gate)
        {
            if (_stopStatus is not null || _state is ContainerSubStateProto.CssCompleting or ContainerSubStateProto.CssDone)
                return;
            _stopStatus = exitStatus;
            _diagnostics.Add(diagnostics);
            _stopRequested.SetResult();
            _ = _starting.CancelAsync();
        }
    }

    /// <summary>Sends its processes a signal while they run.</summary>
    public void Signal(SignalContainerCommandProto command)
    {
        lock (_gate)
        {
            if (_state != ContainerSubStateProto.CssRunning)
                return;
            switch (command)
            {
                case SignalContainerCommandProto.OutputThreadDump:
                    ProcessGroup.Quit(_group);
                    break;
                case SignalContainerCommandProto.GracefulShutdown:
                    ProcessGroup.Terminate(_group);
                    break;
                case SignalContainerCommandProto.ForcefulShutdown:
                    ProcessGroup.Kill(_group);
                    break;
                default:
                    break;
            }
        }
    }

    /// <summary>Lives the container's life. Fails never: whatever goes wrong is the container's end.</summary>
    /// <param name="application">Its application.</param>
    /// <param name="onRunning">Told when its process runs.</param>
    public async Task RunAsync(LocalApplication application, Action onRunning)
    {
        IReadOnlyList<LocalisedResource> resources = [];
        var exitStatus = ContainerExitStatus.Invalid;
        try
        {
            var context = _launch!.Context;
            resources = await node.Localiser.LocaliseAsync(place.User, context, application.OpenResources(), _starting.Token);
            exitStatus = await LaunchAsync(context, resources, onRunning);
        }
        catch (OperationCanceledException) when (_starting.IsCancellationRequested)
        {
            // Stopped before it ran.
        }
        catch (Exception e)
        {
            Tell(e is LocalisationException ? e.Message : $"The container can not be launched: {e.Message}");
        }

        place.Clean();
        foreach (var resource in resources)
            resource.Lease.Dispose();
        lock (_gate)
        {
            _exitStatus = _stopStatus ?? exitStatus;
            _state = ContainerSubStateProto.CssDone;
            // Its credentials are of no use any more.
            _launch = null;
        }
    }

    /// <summary>Called when its life has ended.</summary>
    public void Dispose() => _starting.Dispose();

    private async Task<int> LaunchAsync(
        ContainerLaunchContextProto context, IReadOnlyList<LocalisedResource> resources, Action onRunning)
    {
        var links = new List<KeyValuePair<string, string>>(resources.Count);
        foreach (var resource in resources)
            links.Add(new KeyValuePair<string, string>(resource.Link, resource.Lease.Path));
        var variables = LaunchEnvironment.OfNode(place, node.Description, node.Options.HomeDirectory);
        var script = ContainerScript.Write(context, place, variables, node.Options.InheritedVariables, links);
        var credentials = context.HasTokens ? Credentials.Read(context.Tokens.Span) : new Credentials();
        await place.PrepareAsync(credentials.ToBytes(), script, _starting.Token);

        using var process = await LaunchAsync(variables);
        int exitCode;
        try
        {
            await node.Guard.AddAsync(process.Id);
            onRunning();
            node.Memory.Add(Id, process.Id, _resource.Memory * Mebibyte, report => Stop(ContainerExitStatus.ExceededMemory, report));
            await Task.WhenAny(process.Completion, _stopRequested.Task);
        }
        finally
        {
            node.Memory.Remove(process.Id);
            lock (_gate)
                _state = ContainerSubStateProto.CssCompleting;
            exitCode = await process.StopAsync(node.Options.Grace);
            await node.Guard.RemoveAsync(process.Id);
        }

        foreach (var part in ExitReport.Write(Id, exitCode, place.LogDirectory))
            Tell(part);
        return exitCode;
    }

    private async Task<ContainerProcess> LaunchAsync(Dictionary<string, string> ofNode)
    {
        // By it the processes of the node are found. What else there is to have, the script exports.
        var initial = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [LaunchEnvironment.LocalDirectories] = ofNode[LaunchEnvironment.LocalDirectories],
        };
        _starting.Token.ThrowIfCancellationRequested();
        var process = await ContainerProcess.StartAsync(ContainerScript.FileName, place.WorkingDirectory, initial, node.Time);
        lock (_gate)
        {
            _group = process.Id;
            _state = ContainerSubStateProto.CssRunning;
        }

        return process;
    }

    private void Tell(string text)
    {
        lock (_gate)
            _diagnostics.Add(text);
    }
}
