using System.CommandLine;
using Skein.Client;
using Skein.Contract;
using Skein.Grpc;
using Skein.Hadoop.Processes;

namespace Skein.Cli.Commands;

/// <summary>
/// <c>skein tokens</c>: beside a service in its container, keeps the container's token file as young as the application master's tokens. Not for
/// people.
/// </summary>
internal static class KeepTokensCommand
{
    public static Command Create(CommandServices services)
    {
        var command = new Command("tokens", "Keeps the token file of this container up to date; started by the application master.") { Hidden = true };
        command.SetAction(async (arguments, cancellation) =>
        {
            ParentProcess.EndWithIt();
            var file = services.Context.Environment(YarnVariables.TokenFile)
                ?? throw new InvalidInputException($"{YarnVariables.TokenFile} is not set: this runs in containers of a cluster with Kerberos");
            using var client = await services.ConnectAsync(arguments, "current", cancellation);
            var keys = client.KeyValue;
            await using var watch = await keys.OpenWatchAsync(KeyRange.Of(SkeinKeys.Tokens), KeyEventKind.Put, 0, cancellation);
            // They may have been replaced while the container was on its way.
            if (await keys.GetAsync(SkeinKeys.Tokens, cancellation) is { } present)
                Replace(file, present);
            try
            {
                await foreach (var change in watch.WithCancellation(cancellation))
                    Replace(file, change.Entry.Value.Span);
            }
            catch (Exception e) when (e is OperationCanceledException or GrpcException { Status: GrpcStatusCode.Unavailable })
            {
                // The service or the application has ended.
            }

            return (int)ExitCode.Success;
        });
        return command;
    }

    // Under another name first: whoever reads the file finds one or the other, never a part.
    private static void Replace(string file, ReadOnlySpan<byte> credentials)
    {
        var unfinished = $"{file}.{Environment.ProcessId}";
        var options = new FileStreamOptions
        {
            Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        using (var stream = new FileStream(unfinished, options))
            stream.Write(credentials);
        File.Move(unfinished, file, overwrite: true);
    }
}
