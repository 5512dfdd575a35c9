using System.CommandLine;
using Skein.Cli.Clusters;
using Skein.LocalCluster.Hosting;

namespace Skein.Cli.Commands;

/// <summary><c>skein cluster stop</c>: ends the embedded cluster with everything that runs on it.</summary>
internal static class StopClusterCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(10);

    public static Command Create(CommandServices services)
    {
        var command = new Command("stop", "Ends the embedded cluster and every application on it.");
        command.SetAction(async (arguments, cancellation) =>
        {
            var context = services.Context;
            var directory = EmbeddedCluster.Directory(context.Environment);
            var begun = context.Time.GetTimestamp();
            var signalled = 0;
            // Without an address it is starting or ending: the one is waited for to be stopped, the other to be over.
            while (ClusterAddress.IsHeld(directory))
            {
                if (ClusterAddress.FindRunning(directory) is { } address && address.Process != signalled)
                {
                    signalled = address.Process;
                    BackgroundProcess.Terminate(signalled);
                }

                if (context.Time.GetElapsedTime(begun) > Patience)
                    throw new IOException($"the embedded cluster in {directory.Root} does not end within {Patience.TotalSeconds:0} s; its log is {directory.Log}");
                await Task.Delay(Poll, context.Time, cancellation);
            }

            await context.Error.WriteLineAsync(signalled == 0 ? "The embedded cluster does not run." : "The embedded cluster was stopped.");
            return (int)ExitCode.Success;
        });
        return command;
    }
}
