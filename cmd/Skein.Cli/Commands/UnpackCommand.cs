using System.CommandLine;
using Skein.Packer;

namespace Skein.Cli.Commands;

/// <summary><c>skein unpack</c>: an environment that was packed to run anywhere becomes one of the place where it is.</summary>
internal static class UnpackCommand
{
    private const int MostNotes = 10;

    public static Command Create(CommandContext context)
    {
        var directory = new Argument<string?>("DIR")
        {
            Description = "Unpacked environment. Default: the one around the current directory, else the active one.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var prefix = new Option<string?>("--prefix")
        {
            Description = "Path to write into the files. Default: where the environment is.",
            HelpName = "PATH",
        };
        var quiet = new Option<bool>("--quiet", "-q") { Description = "Prints errors only." };
        var command = new Command("unpack", "Makes an unpacked environment absolute, which runs without it; again after a move.")
        {
            directory, prefix, quiet,
        };
        command.SetAction(async (arguments, cancellation) =>
        {
            var options = new UnpackOptions { Directory = arguments.GetValue(directory), Prefix = arguments.GetValue(prefix) };
            var summary = await UnpackAsync(options, context, cancellation);
            if (!arguments.GetValue(quiet))
                await PrintAsync(summary, context.Error, arguments.GetValue(GlobalOptions.Verbose));
            return (int)ExitCode.Success;
        });
        return command;
    }

    private static async Task<UnpackSummary> UnpackAsync(UnpackOptions options, CommandContext context, CancellationToken cancellation)
    {
        try
        {
            return await EnvironmentUnpacker.UnpackAsync(options, context.Environment, cancellation);
        }
        catch (OperationCanceledException e)
        {
            throw new IncompleteException("run it again to complete the unpacking", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"Unpacking was broken off; run it again when this is mended: {e.Message.TrimEnd('.')}", e);
        }
    }

    private static async Task PrintAsync(UnpackSummary summary, TextWriter writer, bool verbose)
    {
        if (verbose)
        {
            foreach (var path in summary.Rewritten)
                await writer.WriteLineAsync(PrintableText.Of(path));
        }

        var most = verbose ? int.MaxValue : MostNotes;
        await PrintAsync(
            summary.LeftAlone, "file is gone or was changed since the environment was packed, and was left alone",
            "files are gone or were changed since the environment was packed, and were left alone", most, writer);
        await PrintAsync(
            summary.TooSmall, "file has no room for the path, and names the place of its installation",
            "files have no room for the path, and name the place of their installation", most, writer);
        await writer.WriteLineAsync(summary.Rewritten.Count > 0
            ? $"Rewrote {Counted.Of(summary.Rewritten.Count, "file", "files")} of {PrintableText.Of(summary.Directory)}"
            : $"Nothing to do: {PrintableText.Of(summary.Directory)} is unpacked already");
    }

    private static async Task PrintAsync(IReadOnlyList<string> paths, string one, string many, int most, TextWriter writer)
    {
        if (paths.Count == 0)
            return;
        await writer.WriteLineAsync($"Note: {Counted.Of(paths.Count, one, many)}:");
        foreach (var path in paths.Take(most))
            await writer.WriteLineAsync($"  {PrintableText.Of(path)}");
        if (paths.Count > most)
            await writer.WriteLineAsync($"  and {paths.Count - most} more; -v shows all");
    }
}
