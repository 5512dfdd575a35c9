using System.CommandLine;
using Skein.Hadoop.Logs;
using Skein.Hadoop.Yarn;
using Skein.Protocol;
using Skein.Submission;
using Skein.Submission.Clusters;

namespace Skein.Cli.Commands;

/// <summary><c>skein container logs ID --id CONTAINER</c>: what one container has written so far, or had when its application ended.</summary>
internal static class ContainerLogsCommand
{
    public static Command Create(CommandServices services)
    {
        var id = CommonOptions.ApplicationId(allowsCurrent: true);
        var container = new Option<string>("--id")
        {
            Description = "Container: SERVICE_INSTANCE while the application runs, or YARN's own id.",
            HelpName = "CONTAINER",
            Required = true,
        };
        var file = new Option<string?>("--file") { Description = "Prints the contents of this log file alone.", HelpName = "NAME" };
        var all = new Option<bool>("--all", "-a") { Description = "Shows what YARN itself wrote about the launch too." };
        var command = new Command("logs", "Shows the logs of one container.") { id, container, file, all };
        command.SetAction(async (arguments, cancellation) =>
        {
            var application = services.ApplicationId(arguments.GetRequiredValue(id));
            await using var cluster = await services.OpenClusterAsync(arguments, cancellation);
            (var containerId, var node) = YarnIds.TryParseContainer(arguments.GetRequiredValue(container), out _)
                ? (arguments.GetRequiredValue(container), null)
                : await FindAsync(services, arguments, cluster, application, arguments.GetRequiredValue(container), cancellation);
            var parts = cluster.Logs.ReadContainerAsync(application, containerId, node, cancellation);
            await using var output = services.Context.RawOutput();
            if (arguments.GetValue(file) is { } name)
            {
                await WriteFileAsync(parts, name, output, cancellation);
            }
            else
            {
                var dump = new LogDump(output, showsLaunch: arguments.GetValue(all));
                await foreach (var part in parts)
                    await dump.WriteAsync(application, part, cancellation);
            }

            return (int)ExitCode.Success;
        });
        return command;
    }

    private static async Task<(string ContainerId, string? Node)> FindAsync(
        CommandServices services,
        ParseResult arguments,
        SkeinClient cluster,
        string application,
        string text,
        CancellationToken cancellation)
    {
        var name = ContainerArgument.Parse(text, "--id");
        if (ApplicationReports.HasEnded(await cluster.Applications.ReportAsync(application, cancellation)))
        {
            throw new InvalidInputException(
                $"--id: {application} has ended, and nobody knows any more which container {text} was; give YARN's own id, which "
                + $"'skein logs {application}' shows above each container's logs");
        }

        using var client = await services.ConnectAsync(arguments, application, cancellation);
        var containers = await client.GetContainersAsync([name.ServiceName], Enum.GetValues<Container.Types.State>(), cancellation);
        var found = containers.FirstOrDefault(candidate => candidate.Instance == name.Instance)
            ?? throw new InvalidInputException($"--id: {application} has no container {text}; 'skein container ls -a {application}' lists those it has");
        return found.YarnContainerId.Length > 0
            ? (found.YarnContainerId, found.YarnNodeHttpAddress)
            : throw new ClusterRefusedException($"{text} has not run, its state is {StateNames.Of(found.State)}; there are no logs of it");
    }

    private static async Task WriteFileAsync(
        IAsyncEnumerable<ContainerLog> parts, string name, Stream output, CancellationToken cancellation)
    {
        var others = new SortedSet<string>(StringComparer.Ordinal);
        var isFound = false;
        await foreach (var part in parts)
        {
            await foreach (var file in part.Files.WithCancellation(cancellation))
            {
                if (file.Name == name)
                    await file.Content.CopyToAsync(output, cancellation);
                else
                    others.Add(file.Name);
                isFound |= file.Name == name;
            }
        }

        if (!isFound)
            throw new InvalidInputException($"--file: the container has no log file '{name}'; it has {string.Join(", ", others)}");
    }
}
