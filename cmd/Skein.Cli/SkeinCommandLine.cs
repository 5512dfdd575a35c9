using System.CommandLine;
using Skein.Cli.Commands;

namespace Skein.Cli;

/// <summary>The command line: one command a file in <c>Commands/</c>, put together here.</summary>
public static class SkeinCommandLine
{
    // A value that begins with @ is a value, not the name of a file with more arguments.
    private static readonly ParserConfiguration Parsing = new() { ResponseFileTokenReplacer = null };

    /// <summary>Runs one command and returns the exit status of the process.</summary>
    public static async Task<int> RunAsync(string[] arguments, CommandContext context)
    {
        var root = Create(context);
        var parsed = root.Parse(arguments, Parsing);
        var configuration = new InvocationConfiguration
        {
            Output = context.Output,
            Error = context.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        using var interrupt = new Interrupt(context.Time);
        try
        {
            if (parsed.Errors.Count > 0)
                return (int)UsageReport.Print(parsed, context);
            return await parsed.InvokeAsync(configuration, interrupt.Token);
        }
        catch (Exception e)
        {
            return (int)ErrorReport.Print(e, context.Error, parsed.GetValue(GlobalOptions.Verbose));
        }
    }

    /// <summary>The whole tree of commands.</summary>
    public static RootCommand Create(CommandContext context)
    {
        var root = new RootCommand("Packs environments, runs applications on Hadoop YARN, and is what runs there: one file, no runtime.");
        root.Options.Add(GlobalOptions.Configuration);
        root.Options.Add(GlobalOptions.Principal);
        root.Options.Add(GlobalOptions.Keytab);
        root.Options.Add(GlobalOptions.Verbose);
        var services = new CommandServices(context);

        root.Subcommands.Add(PackCommand.Create(context));
        root.Subcommands.Add(UnpackCommand.Create(context));
        root.Subcommands.Add(SubmitCommand.Create(services));
        root.Subcommands.Add(ListApplicationsCommand.Create(services));
        root.Subcommands.Add(StatusCommand.Create(services));
        root.Subcommands.Add(LogsCommand.Create(services));
        root.Subcommands.Add(KillApplicationCommand.Create(services));
        root.Subcommands.Add(Group(
            "application",
            "Submits applications and looks after them.",
            SubmitCommand.Create(services),
            ListApplicationsCommand.Create(services),
            StatusCommand.Create(services),
            SpecificationCommand.Create(services),
            LogsCommand.Create(services),
            MoveApplicationCommand.Create(services),
            ProgressCommand.Create(services),
            KillApplicationCommand.Create(services),
            ShutdownCommand.Create(services)));
        root.Subcommands.Add(Group(
            "container",
            "Looks after the containers of an application.",
            ListContainersCommand.Create(services),
            AddContainerCommand.Create(services),
            KillContainerCommand.Create(services),
            ScaleCommand.Create(services),
            ContainerLogsCommand.Create(services)));
        root.Subcommands.Add(Group(
            "kv",
            "Reads and writes the key-value store of an application.",
            GetKeyCommand.Create(services),
            PutKeyCommand.Create(services),
            DeleteKeyCommand.Create(services),
            ListKeysCommand.Create(services),
            WatchKeysCommand.Create(services),
            TransactionCommand.Create(services)));
        root.Subcommands.Add(Group("queue", "Looks at the queues of the cluster.", ListQueuesCommand.Create(services)));
        root.Subcommands.Add(Group("node", "Looks at the nodes of the cluster.", ListNodesCommand.Create(services)));
        root.Subcommands.Add(Group(
            "cluster",
            "Looks after the embedded cluster, which is used where no Hadoop is configured.",
            StartClusterCommand.Create(services),
            StopClusterCommand.Create(services),
            ClusterStatusCommand.Create(services),
            ClusterLogsCommand.Create(services)));
        root.Subcommands.Add(Group(
            "driver",
            "Looks after the driver, by which Python programs written for skein 0.8.2 come to the cluster.",
            StartDriverCommand.Create(context),
            StopDriverCommand.Create(context),
            RestartDriverCommand.Create(context),
            ShowDriverCommand.Address(context),
            ShowDriverCommand.ProcessId(context)));
        root.Subcommands.Add(Group(
            "shim",
            "Looks after the names by which Python programs written for skein 0.8.2 find this one.",
            ShimCommands.Install(context),
            ShimCommands.Remove()));
        root.Subcommands.Add(Group("config", "Looks after this user's configuration.", GenerateCertificatesCommand.Create(context)));
        root.Subcommands.Add(YarnCommand.Create(services));
        root.Subcommands.Add(ApplicationMasterCommand.Create());
        root.Subcommands.Add(KeepTokensCommand.Create(services));
        return root;
    }

    private static Command Group(string name, string description, params ReadOnlySpan<Command> commands)
    {
        var group = new Command(name, description);
        foreach (var command in commands)
            group.Subcommands.Add(command);
        return group;
    }
}
