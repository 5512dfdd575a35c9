using System.CommandLine;

namespace Skein.Cli.Commands;

/// <summary><c>skein kv get ID --key KEY</c>: the value's bytes and a line end.</summary>
internal static class GetKeyCommand
{
    public static Command Create(CommandServices services)
    {
        var id = CommonOptions.ApplicationId(allowsCurrent: true);
        var key = CommonOptions.Key();
        var wait = new Option<bool>("--wait") { Description = "Waits until the key is set." };
        var command = new Command("get", "Prints the value of a key.") { id, key, wait };
        command.SetAction(async (arguments, cancellation) =>
        {
            var name = arguments.GetRequiredValue(key);
            using var client = await services.ConnectAsync(arguments, arguments.GetRequiredValue(id), cancellation);
            var value = arguments.GetValue(wait)
                ? await client.KeyValue.WaitAsync(name, cancellation)
                : await client.KeyValue.GetAsync(name, cancellation);
            if (value is null)
            {
                await services.Context.Error.WriteLineAsync($"Error: Key '{name}' is not set");
                return (int)ExitCode.Refused;
            }

            await using var output = services.Context.RawOutput();
            await output.WriteAsync(value, cancellation);
            await output.WriteAsync("\n"u8.ToArray(), cancellation);
            return (int)ExitCode.Success;
        });
        return command;
    }
}
