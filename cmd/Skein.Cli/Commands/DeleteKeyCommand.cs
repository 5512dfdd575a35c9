using System.CommandLine;

namespace Skein.Cli.Commands;

/// <summary><c>skein kv del ID --key KEY</c>.</summary>
internal static class DeleteKeyCommand
{
    public static Command Create(CommandServices services)
    {
        var id = CommonOptions.ApplicationId(allowsCurrent: true);
        var key = CommonOptions.Key();
        var command = new Command("del", "Removes a key.") { id, key };
        command.SetAction(async (arguments, cancellation) =>
        {
            var name = arguments.GetRequiredValue(key);
            using var client = await services.ConnectAsync(arguments, arguments.GetRequiredValue(id), cancellation);
            if (await client.KeyValue.DeleteAsync(name, cancellation))
                return (int)ExitCode.Success;
            await services.Context.Error.WriteLineAsync($"Error: Key '{name}' is not set");
            return (int)ExitCode.Refused;
        });
        return command;
    }
}
