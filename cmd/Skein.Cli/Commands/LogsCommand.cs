using System.CommandLine;
using Skein.Hadoop.Logs;
using Skein.Protocol;
using Skein.Submission;
using Skein.Submission.Clusters;

namespace Skein.Cli.Commands;

/// <summary><c>skein logs ID</c>: the aggregated logs of an application that has ended.</summary>
internal static class LogsCommand
{
    public static Command Create(CommandServices services)
    {
        var id = CommonOptions.ApplicationId();
        var all = new Option<bool>("--all", "-a") { Description = "Shows what YARN itself wrote about the launch too." };
        var command = new Command("logs", "Shows the logs of an application that has ended.") { id, all };
        command.SetAction(async (arguments, cancellation) =>
        {
            var application = arguments.GetRequiredValue(id);
            await using var cluster = services.OpenCluster(arguments);
            var report = await new ApplicationQueries(cluster, services.Context.Time).ReportAsync(application, cancellation);
            if (report.State is not (ApplicationState.Finished or ApplicationState.Failed or ApplicationState.Killed))
                throw new ClusterRefusedException($"{application} has not completed, logs are not available; try again after its end");

            await using var fileSystem = cluster.FileSystems.OpenDefault();
            var logs = new AggregatedLogs(fileSystem, cluster.Configuration);
            await using var output = services.Context.RawOutput();
            var dump = new LogDump(output, showsLaunch: arguments.GetValue(all));
            await foreach (var container in logs.ReadAsync(report.User, application, cancellation))
                await dump.WriteAsync(application, container, cancellation);
            if (dump.Containers == 0)
            {
                throw new ClusterRefusedException(
                    $"there are no logs of {application} in {string.Join(" or ", logs.Directories(report.User, application))}; "
                    + "nodes upload them some seconds after the end, if yarn.log-aggregation-enable is true");
            }

            return (int)ExitCode.Success;
        });
        return command;
    }
}
