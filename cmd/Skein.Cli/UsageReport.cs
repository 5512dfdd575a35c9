using System.CommandLine;
using System.CommandLine.Parsing;
using Skein.Cli.Commands;

namespace Skein.Cli;

/// <summary>Says what is wrong with a command line, what may have been meant, and where to look it up.</summary>
internal static class UsageReport
{
    /// <param name="parsed">A command line with errors.</param>
    /// <param name="context">Receives the sentences.</param>
    /// <exception cref="IOException">The standard output fails, which gets the errors too where JSON is asked for.</exception>
    public static ExitCode Print(ParseResult parsed, CommandContext context)
    {
        var errors = parsed.Errors.Select(static error => error.Message).ToList();
        if (parsed.CommandResult.Command.Name == PackCommand.Name)
            PackCommand.WriteProblemsIfAsked(errors, parsed, context);
        foreach (var error in errors)
            context.Error.WriteLine($"Error: {error}");
        foreach (var token in parsed.UnmatchedTokens)
        {
            // The value behind '=' may be right.
            var name = token.StartsWith('-') ? token.Split('=')[0] : token;
            if (NearestName.Find(name, NamesLike(name, parsed.CommandResult)) is { } nearest)
                context.Error.WriteLine($"Did you mean '{nearest}' instead of '{PrintableText.Of(name)}'?");
        }

        context.Error.WriteLine($"See '{PathOf(parsed.CommandResult)} --help'.");
        return ExitCode.InvalidInput;
    }

    private static IEnumerable<string> NamesLike(string name, CommandResult command) =>
        name.StartsWith('-')
            ? command.Command.Options.Concat(Inherited(command)).Where(static option => !option.Hidden).Select(static option => option.Name)
            : command.Command.Subcommands.Where(static below => !below.Hidden).Select(static below => below.Name);

    private static IEnumerable<Option> Inherited(CommandResult command)
    {
        for (var above = command.Parent as CommandResult; above != null; above = above.Parent as CommandResult)
        {
            foreach (var option in above.Command.Options)
            {
                if (option.Recursive)
                    yield return option;
            }
        }
    }

    private static string PathOf(SymbolResult? result)
    {
        var names = new Stack<string>();
        for (; result is not null; result = result.Parent)
        {
            if (result is CommandResult { Command: { } command })
                names.Push(command is RootCommand ? "skein" : command.Name);
        }

        return string.Join(' ', names);
    }
}
