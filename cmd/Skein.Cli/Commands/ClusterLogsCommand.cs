using System.CommandLine;
using Skein.Cli.Clusters;

namespace Skein.Cli.Commands;

/// <summary><c>skein cluster logs</c>: what the embedded cluster's process has written since its start.</summary>
internal static class ClusterLogsCommand
{
    public static Command Create(CommandServices services)
    {
        var command = new Command("logs", "Shows the log of the embedded cluster itself; 'skein logs' shows those of applications.");
        command.SetAction(async (_, cancellation) =>
        {
            var directory = EmbeddedCluster.Directory(services.Context.Environment);
            if (!File.Exists(directory.Log))
                throw new InvalidInputException($"there is no log in {directory.Root}: the embedded cluster was never started");
            await using var log = new FileStream(directory.Log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            await using var output = services.Context.RawOutput();
            await log.CopyToAsync(output, cancellation);
            return (int)ExitCode.Success;
        });
        return command;
    }
}
