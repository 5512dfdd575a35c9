using System.CommandLine;
using Skein.Cli.Tables;
using Skein.Client;

namespace Skein.Cli.Commands;

/// <summary><c>skein kv ls ID</c>: the keys in order, one a line; nothing when there are none.</summary>
internal static class ListKeysCommand
{
    public static Command Create(CommandServices services)
    {
        var id = CommonOptions.ApplicationId(allowsCurrent: true);
        var json = new Option<bool>("--json") { Description = "Prints a JSON array instead of lines." };
        var command = new Command("ls", "Lists the keys.") { id, json };
        command.SetAction(async (arguments, cancellation) =>
        {
            using var client = await services.ConnectAsync(arguments, arguments.GetRequiredValue(id), cancellation);
            var keys = await client.KeyValue.ListKeysAsync(KeyRange.All, cancellation);
            if (arguments.GetValue(json))
                JsonOutput.WriteArray(services.Context.Output, keys, static (writer, key) => writer.WriteStringValue(key));
            else
                foreach (var key in keys)
                    await services.Context.Output.WriteLineAsync(key);
            return (int)ExitCode.Success;
        });
        return command;
    }
}
