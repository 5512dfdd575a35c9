using System.CommandLine;
using Skein.Cli.Tables;
using Skein.Client;

namespace Skein.Cli.Commands;

/// <summary><c>skein kv watch ID</c>: the changes of keys as they come, one a line, until the application ends or Ctrl-C.</summary>
internal static class WatchKeysCommand
{
    public static Command Create(CommandServices services)
    {
        var id = CommonOptions.ApplicationId(allowsCurrent: true);
        var key = new Option<string?>("--key") { Description = "Watches this key.", HelpName = "KEY" };
        var prefix = new Option<string?>("--prefix") { Description = "Watches the keys that begin so.", HelpName = "PREFIX" };
        var start = new Option<string?>("--start") { Description = "Watches the keys from this one on.", HelpName = "KEY" };
        var end = new Option<string?>("--end") { Description = "Watches the keys before this one.", HelpName = "KEY" };
        var type = ValueOption.Word("--type", ["put", "delete"], "TYPE", "Shows only puts, or only deletes.");
        var since = ValueOption.Number<long>(
            "--since", [], "REVISION", "Shows the changes from this revision of the store on, as far as they are kept. Default: those from now on.");
        var json = new Option<bool>("--json") { Description = "Prints one JSON object a line." };
        var command = new Command("watch", "Shows the changes of keys as they come. Default: of all keys.")
        {
            id, key, prefix, start, end, type, since, json,
        };
        command.Validators.Add(result =>
        {
            var isOne = result.GetResult(key) is not null ? 1 : 0;
            var isPrefix = result.GetResult(prefix) is not null ? 1 : 0;
            var isRange = result.GetResult(start) is not null || result.GetResult(end) is not null ? 1 : 0;
            if (isOne + isPrefix + isRange > 1)
                result.AddError("Give one of --key, --prefix, and --start with --end");
            if (result.GetValue(end) is { Length: > 0 } behind && string.CompareOrdinal(result.GetValue(start) ?? "", behind) >= 0)
                result.AddError($"--start: no key comes from '{result.GetValue(start)}' on and before '{behind}', so there would be nothing to watch; exchange --start and --end, or watch one key with --key");
            if (result.GetValue(key) is "")
                result.AddError("--key: a key has at least one character");
        });
        command.SetAction(async (arguments, cancellation) =>
        {
            var range = arguments.GetValue(key) is { } one ? KeyRange.Of(one)
                : arguments.GetValue(prefix) is { } beginning ? KeyRange.WithPrefix(beginning)
                : new KeyRange(arguments.GetValue(start) ?? "", arguments.GetValue(end) ?? "");
            KeyEventKind? kind = arguments.GetValue(type) switch
            {
                "put" => KeyEventKind.Put,
                "delete" => KeyEventKind.Delete,
                _ => null,
            };
            if (arguments.GetValue(since) is < 0 and var revision)
                throw new InvalidInputException($"--since: {revision} is negative; revisions are counted from 1");
            using var client = await services.ConnectAsync(arguments, arguments.GetRequiredValue(id), cancellation);
            var output = services.Context.Output;
            await foreach (var change in client.KeyValue.WatchAsync(range, kind, arguments.GetValue(since) ?? 0, cancellation))
            {
                if (arguments.GetValue(json))
                    JsonOutput.WriteLine(output, writer => KeyJson.Write(writer, change));
                else
                    await output.WriteLineAsync(Line(change));
            }

            return (int)ExitCode.Success;
        });
        return command;
    }

    private static string Line(KeyEvent change) => PrintableText.Of(
        change.Kind == KeyEventKind.Put ? $"{KeyJson.NameOf(change.Kind)} {change.Key} {change.Entry.Text}" : $"{KeyJson.NameOf(change.Kind)} {change.Key}");
}
