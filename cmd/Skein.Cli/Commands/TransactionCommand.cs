using System.CommandLine;
using Skein.Cli.Tables;
using Skein.Cli.Transactions;

namespace Skein.Cli.Commands;

/// <summary><c>skein kv txn ID [FILE]</c>: does a transaction, given as JSON, and prints its outcome as JSON.</summary>
internal static class TransactionCommand
{
    // Four MiB in one message, which are six as base64, and room for what stands around them.
    private const int MaximumDocument = 8 << 20;

    public static Command Create(CommandServices services)
    {
        var id = CommonOptions.ApplicationId(allowsCurrent: true);
        var file = new Argument<string?>("FILE")
        {
            Description = "The transaction as JSON. Default, or -: standard input.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new Command(
            "txn",
            """
            Reads and changes keys in one step, if conditions hold; prints the outcome as JSON. For example
            {"if": [{"key": "a", "value": "1"}], "then": [{"put": {"key": "a", "value": "2"}}], "else": [{"get": {"prefix": "a"}}]}
            """)
        {
            id, file,
        };
        command.SetAction(async (arguments, cancellation) =>
        {
            var path = arguments.GetValue(file);
            var json = await BoundedInput.ReadAsync(
                () => path is null or "-" ? services.Context.Input() : Open(path),
                MaximumDocument,
                $"{path ?? "standard input"}: a transaction holds at most {MaximumDocument} bytes",
                cancellation);
            var transaction = TransactionDocument.Read(json);
            using var client = await services.ConnectAsync(arguments, arguments.GetRequiredValue(id), cancellation);
            var outcome = await client.KeyValue.TransactAsync(transaction, cancellation);
            JsonOutput.Write(services.Context.Output, writer => KeyJson.Write(writer, outcome));
            return (int)ExitCode.Success;
        });
        return command;
    }

    private static FileStream Open(string path)
    {
        try
        {
            return File.OpenRead(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException(e.Message);
        }
    }
}
