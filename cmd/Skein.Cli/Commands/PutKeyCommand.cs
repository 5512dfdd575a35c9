using System.CommandLine;
using System.Text;

namespace Skein.Cli.Commands;

/// <summary><c>skein kv put ID --key KEY</c>: the value from <c>--value</c>, or the bytes of standard input.</summary>
internal static class PutKeyCommand
{
    // What the application master takes in one message, less the key and the frame around it.
    private const int MaximumValue = (4 << 20) - 4096;

    public static Command Create(CommandServices services)
    {
        var id = CommonOptions.ApplicationId(allowsCurrent: true);
        var key = CommonOptions.Key();
        var value = new Option<string?>("--value") { Description = "The value as text. Default: standard input.", HelpName = "VALUE" };
        var command = new Command("put", "Sets a key.") { id, key, value };
        command.SetAction(async (arguments, cancellation) =>
        {
            var bytes = arguments.GetValue(value) is { } text
                ? Encoding.UTF8.GetBytes(text)
                : await BoundedInput.ReadAsync(
                    services.Context.Input, MaximumValue, $"standard input: a value holds at most {MaximumValue} bytes", cancellation);
            using var client = await services.ConnectAsync(arguments, arguments.GetRequiredValue(id), cancellation);
            await client.KeyValue.SetValueAsync(arguments.GetRequiredValue(key), bytes, cancellation);
            return (int)ExitCode.Success;
        });
        return command;
    }
}
