using System.CommandLine;
using Skein.Cli.Clusters;
using Skein.Cli.Tables;
using Skein.Hadoop.Processes;
using Skein.LocalCluster.Hosting;

namespace Skein.Cli.Commands;

/// <summary><c>skein cluster status</c>: whether the embedded cluster runs, and how to come to it.</summary>
internal static class ClusterStatusCommand
{
    public static Command Create(CommandServices services)
    {
        var json = CommonOptions.Json();
        var command = new Command("status", "Shows whether the embedded cluster runs, and how other programs come to it.") { json };
        command.SetAction(async (arguments, _) =>
        {
            var context = services.Context;
            var directory = EmbeddedCluster.Directory(context.Environment);
            var address = ClusterAddress.FindRunning(directory);
            if (arguments.GetValue(json))
            {
                JsonOutput.Write(context.Output, writer =>
                {
                    writer.WriteStartObject();
                    writer.WriteBoolean("running", address is not null);
                    writer.WriteString("directory", directory.Root);
                    if (address is not null)
                    {
                        writer.WriteNumber("pid", address.Process);
                        writer.WriteString("resourcemanager", address.ResourceManager);
                        writer.WriteString("pages", address.Pages);
                        writer.WriteString("configuration", directory.Configuration);
                        writer.WriteString("credentials", directory.Credentials);
                    }

                    writer.WriteEndObject();
                });
            }
            else if (address is null)
            {
                await context.Output.WriteLineAsync("not running");
            }
            else
            {
                await context.Output.WriteLineAsync(
                    $"running, process {address.Process}\n"
                    + $"pages:            {address.Pages}\n"
                    + $"ResourceManager:  {address.ResourceManager}\n"
                    + $"other programs:   export HADOOP_CONF_DIR={ShellWord.Quote(directory.Configuration)} HADOOP_TOKEN_FILE_LOCATION={ShellWord.Quote(directory.Credentials)}");
            }

            return (int)(address is null ? ExitCode.Refused : ExitCode.Success);
        });
        return command;
    }
}
