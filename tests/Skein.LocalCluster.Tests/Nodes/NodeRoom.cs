using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Skein.Hadoop.Yarn;
using Skein.Hadoop.Yarn.Protocol;
using Skein.LocalCluster.Nodes;
using Skein.LocalCluster.Nodes.Logs;

namespace Skein.LocalCluster.Tests.Nodes;

/// <summary>A node in a directory of its own, and what it tells.</summary>
internal sealed class NodeRoom : INodeEvents, ILogGatherer, IAsyncDisposable
{
    public const string User = "alice";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ConcurrentDictionary<string, TaskCompletionSource> _taken = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _running = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<ContainerStatusProto>> _ended = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<bool>> _gone = new();
    private LocalNode? _node;

    private NodeRoom(string root)
    {
        Root = root;
        Directories = new NodeDirectories(Path.Combine(Root, "node"));
    }

    public NodeDescription Description { get; private init; } = Describe(8041);

    /// <summary>A directory that is removed in the end.</summary>
    public string Root { get; }

    public NodeDirectories Directories { get; }

    public LocalNode Node => _node!;

    public LocalNodeOptions Options { get; init; } = new();

    /// <summary>Whether the gatherer has room.</summary>
    public bool HasRoom { get; set; } = true;

    /// <summary>What the gatherer was given, with the contents of each log.</summary>
    public ConcurrentQueue<(string Application, string Container, string File, string Text)> Gathered { get; } = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static string Application(int number) => $"application_1700000000000_{number:D4}";

    public static string Container(int number, int application = 1) => $"container_1700000000000_{application:D4}_01_{number:D6}";

    public static async Task<NodeRoom> OpenAsync(LocalNodeOptions? options = null, string? root = null, int port = 8041)
    {
        var room = new NodeRoom(root ?? Directory.CreateTempSubdirectory("skein-node-").FullName)
        {
            Options = options ?? new(), Description = Describe(port),
        };
        await room.ReopenAsync();
        return room;
    }

    /// <summary>Opens a node over the same directories.</summary>
    public async Task ReopenAsync()
    {
        if (_node is not null)
            await _node.DisposeAsync();
        _node = await LocalNode.OpenAsync(Description, Directories, this, this, Options, TimeProvider.System, Cancellation);
    }

    public void Start(string container, ContainerLaunchContextProto context, long memory = 512) =>
        Node.Start(new ContainerLaunch(container, User, new ResourceProto { Memory = memory, VirtualCores = 1 }, context));

    /// <summary>Starts a container, and gives its end.</summary>
    public Task<ContainerStatusProto> RunAsync(string container, ContainerLaunchContextProto context, long memory = 512)
    {
        Start(container, context, memory);
        return EndOf(container);
    }

    public Task TakenOf(string container) => _taken.GetOrAdd(container, _ => New()).Task.WaitAsync(Patience, Cancellation);

    public Task RunningOf(string container) => _running.GetOrAdd(container, _ => New()).Task.WaitAsync(Patience, Cancellation);

    public Task<ContainerStatusProto> EndOf(string container) =>
        _ended.GetOrAdd(container, _ => New<ContainerStatusProto>()).Task.WaitAsync(Patience, Cancellation);

    /// <summary>Ends an application; whether its logs were gathered.</summary>
    public Task<bool> EndAsync(string application)
    {
        Node.EndApplication(application);
        return _gone.GetOrAdd(application, _ => New<bool>()).Task.WaitAsync(Patience, Cancellation);
    }

    public string LogOf(string container, string file) => System.IO.File.ReadAllText(Path.Combine(
        Directories.LogsOfContainer(YarnIds.Format(YarnIds.ParseContainer(container).AppAttemptId.ApplicationId), container), file));

    /// <summary>A context that runs commands of bash, their output among the logs.</summary>
    public static ContainerLaunchContextProto Command(string command, params (string Name, string Value)[] environment)
    {
        var context = new ContainerLaunchContextProto { Command = { $"{{ {Quote(command)}\n}} 1><LOG_DIR>/stdout 2><LOG_DIR>/stderr" } };
        foreach (var (name, value) in environment)
            context.Environment.Add(new StringStringMapProto { Key = name, Value = value });
        return context;
    }

    /// <summary>Waits for what comes through a pipe that a container writes to: <see cref="Pipe"/>.</summary>
    public static Task<string> ReadAsync(string pipe) =>
        Task.Run(() => System.IO.File.ReadAllText(pipe).Trim(), Cancellation).WaitAsync(Patience, Cancellation);

    /// <summary>A named pipe, by which a container tells the test something.</summary>
    public string Pipe(string name)
    {
        var path = Path.Combine(Root, name);
        MakePipe(path);
        return path;
    }

    public static void MakePipe(string path)
    {
        using var made = System.Diagnostics.Process.Start("mkfifo", [path]);
        made.WaitForExit();
    }

    public string Write(string name, string content)
    {
        var path = Path.Combine(Root, name);
        System.IO.File.WriteAllText(path, content);
        return path;
    }

    public void OnTaken(INode node, string containerId) => _taken.GetOrAdd(containerId, _ => New()).SetResult();

    public void OnRunning(INode node, string containerId) => _running.GetOrAdd(containerId, _ => New()).SetResult();

    public void OnEnded(INode node, string containerId, ContainerStatusProto status) =>
        _ended.GetOrAdd(containerId, _ => New<ContainerStatusProto>()).SetResult(status);

    public void OnApplicationGone(INode node, string applicationId, bool hasLogs) =>
        _gone.GetOrAdd(applicationId, _ => New<bool>()).TrySetResult(hasLogs);

    public async Task<bool> GatherAsync(
        string applicationId,
        string user,
        NodeDescription node,
        IReadOnlyList<GatheredContainer> containers,
        LogAggregationContextProto? patterns,
        CancellationToken cancellation)
    {
        if (!HasRoom)
            return false;
        foreach (var container in containers)
        {
            if (!Directory.Exists(container.LogDirectory))
                continue;
            foreach (var file in Directory.GetFiles(container.LogDirectory))
            {
                var text = await System.IO.File.ReadAllTextAsync(file, cancellation);
                Gathered.Enqueue((applicationId, container.ContainerId, Path.GetFileName(file), text));
            }
        }

        return true;
    }

    public async ValueTask DisposeAsync()
    {
        if (_node is not null)
            await _node.DisposeAsync();
        Directory.Delete(Root, recursive: true);
    }

    private static NodeDescription Describe(int port) => new(
        new NodeIdProto { Host = "127.0.0.1", Port = port }, "127.0.0.1:8042", new ResourceProto { Memory = 4096, VirtualCores = 4 });

    // As the launch script holds a command in double quotes.
    private static string Quote(string command) => Regex.Replace(command, "[\\\\\"$`]", @"\$0");

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static TaskCompletionSource<T> New<T>() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
