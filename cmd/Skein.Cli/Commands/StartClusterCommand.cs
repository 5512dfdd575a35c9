using System.CommandLine;
using Skein.Cli.Clusters;
using Skein.Hadoop.Security;
using Skein.LocalCluster.Hosting;
using Skein.LocalCluster.Nodes;
using Skein.LocalCluster.Scheduling;

namespace Skein.Cli.Commands;

/// <summary><c>skein cluster start</c>: the embedded cluster, in the background or, for containers and services, in the foreground.</summary>
internal static class StartClusterCommand
{
    private static readonly TimeSpan DefaultIdle = TimeSpan.FromMinutes(30);

    public static Command Create(CommandServices services)
    {
        var memory = ValueOption.Number<long>("--memory", [], "MIB", "MiB for all containers together. Default: three quarters of the machine's.");
        var cores = ValueOption.Number<int>("--vcores", [], "N", "Virtual cores for all containers together; they are counted, not enforced. Default: four for each processor, at least 16.");
        var idle = ValueOption.Number<int>("--idle", [], "SECONDS", "Seconds without applications and commands after which the cluster ends; 0: never. Default: 1800, and never with --foreground.");
        var foreground = new Option<bool>("--foreground") { Description = "Stays until it is interrupted." };
        var simulated = ValueOption.Number<int>("--simulate-nodes", [], "N", "Runs everything but application masters on so many nodes without processes.");
        var queues = new Option<string[]>("--queue")
        {
            Description = "A queue and its share in percent, such as default=70 or fruit.apples=30; may be given several times. Default: default=100.",
            HelpName = "PATH=PERCENT",
        };
        var nodes = new Option<string[]>("--node")
        {
            Description = "A node of its own on this machine, such as rack=/rack1,memory=2048,label=fast,attribute.disk=solid,resource.licence=2; may be given several times. Default: one node.",
            HelpName = "NAME=VALUE,...",
        };
        var preemption = new Option<bool>("--preemption") { Description = "A queue that has more than its share gives containers back to one that wants its own." };
        var guests = new Option<string[]>("--guest")
        {
            Description = "Another user, for trying access lists: his token is in the cluster's directory as credentials-NAME. May be given several times.",
            HelpName = "NAME",
        };
        var detached = new Option<bool>("--detached") { Hidden = true };
        var command = new Command("start", "Starts the embedded cluster of this machine.") { memory, cores, queues, nodes, preemption, guests, idle, foreground, simulated, detached };
        foreach (var option in (Option[])[memory, cores, idle, simulated])
            option.Validators.Add(result => CheckPositive(result, option == idle));
        queues.Validators.Add(result => Check(result, static texts => QueueDefinition.ParseAll(texts)));
        guests.Validators.Add(CheckNames);
        nodes.Validators.Add(result => Check(result, static texts => ParseNodes(texts)));
        command.SetAction(async (arguments, cancellation) =>
        {
            var size = new ClusterSize
            {
                Memory = arguments.GetValue(memory),
                VirtualCores = arguments.GetValue(cores),
                IdleSeconds = arguments.GetValue(idle),
                SimulatedNodes = arguments.GetValue(simulated),
                Queues = arguments.GetValue(queues) ?? [],
                Nodes = arguments.GetValue(nodes) ?? [],
                Guests = arguments.GetValue(guests) ?? [],
                Preempts = arguments.GetValue(preemption),
            };
            var directory = EmbeddedCluster.Directory(services.Context.Environment);
            if (arguments.GetValue(foreground))
                return await RunAsync(services.Context, directory, size, arguments.GetValue(detached), cancellation);
            var started = await ClusterStart.EnsureAsync(directory, size, services.Context.Time, cancellation);
            var isAsked = started || !size.ToArguments().Any();
            await services.Context.Error.WriteLineAsync(
                started ? "The embedded cluster was started."
                : isAsked ? "The embedded cluster runs already; 'skein cluster stop' ends it."
                : "Error: The embedded cluster runs already, as it was started then; 'skein cluster stop' ends it, and the options count for the next one.");
            return (int)(isAsked ? ExitCode.Success : ExitCode.Refused);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        CommandContext context, ClusterDirectory directory, ClusterSize size, bool isDetached, CancellationToken cancellation)
    {
        if (isDetached)
            BackgroundProcess.LeaveTerminal();
        var idle = size.IdleSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : isDetached ? DefaultIdle : TimeSpan.Zero;
        await using var cluster = await LocalCluster.Hosting.LocalCluster.StartAsync(
            new LocalClusterOptions
            {
                Directory = directory,
                User = CurrentUser.SystemName,
                Guests = size.Guests,
                Memory = size.Memory ?? DefaultMemory(),
                VirtualCores = size.VirtualCores ?? Math.Max(16, 4 * Environment.ProcessorCount),
                IdleTime = idle > TimeSpan.Zero ? idle : null,
                SimulatedNodes = size.SimulatedNodes ?? 0,
                Queues = QueueDefinition.ParseAll(size.Queues.Count > 0 ? size.Queues : ["default=100"]),
                Nodes = size.Nodes.Count > 0 ? ParseNodes(size.Nodes) : [new()],
                Preempts = size.Preempts,
                Time = context.Time,
                Report = context.Error.WriteLine,
            },
            cancellation);
        if (cluster is null)
        {
            await context.Error.WriteLineAsync("The embedded cluster runs already; 'skein cluster stop' ends it.");
            return (int)ExitCode.Success;
        }

        // The log of the one before; not sooner, since only the holder of the lock knows that it is nobody's any more.
        if (isDetached)
            File.Open(directory.Log, FileMode.Truncate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete).Dispose();
        if (!isDetached)
            await context.Error.WriteLineAsync($"The embedded cluster runs; its configuration is in {directory.Configuration}.");
        await cluster.Idle.WaitAsync(cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return (int)ExitCode.Success;
    }

    private static long DefaultMemory() => Math.Max(1024, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4 * 3 >> 20);

    private static void CheckPositive(System.CommandLine.Parsing.OptionResult result, bool allowsZero)
    {
        foreach (var token in result.Tokens)
        {
            if (long.TryParse(token.Value, out var value) && value < (allowsZero ? 0 : 1))
                result.AddError($"{result.Option.Name}: {value} is too small; give {(allowsZero ? "0" : "1")} or more");
        }
    }

    private static NodeDefinition[] ParseNodes(IReadOnlyList<string> texts) => [.. texts.Select(NodeDefinition.Parse)];

    private static void CheckNames(System.CommandLine.Parsing.OptionResult result)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var token in result.Tokens)
        {
            if (token.Value == CurrentUser.SystemName)
                result.AddError($"{result.Option.Name}: '{token.Value}' is the cluster's own user; name another one");
            else if (!names.Add(token.Value))
                result.AddError($"{result.Option.Name}: '{token.Value}' is given twice");
            if (token.Value.Length == 0 || !token.Value.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_'))
                result.AddError($"{result.Option.Name}: '{token.Value}' is no name of a user, which has letters, digits, - and _");
        }
    }

    private static void Check(System.CommandLine.Parsing.OptionResult result, Action<IReadOnlyList<string>> parse)
    {
        try
        {
            parse([.. result.Tokens.Select(token => token.Value)]);
        }
        catch (FormatException e)
        {
            result.AddError($"{result.Option.Name}: {e.Message}");
        }
    }
}
