using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using Skein.Cli.Packing;
using Skein.Packer;

namespace Skein.Cli.Commands;

/// <summary><c>skein pack</c>: an environment into an archive that runs where YARN unpacks it.</summary>
internal static class PackCommand
{
    public const string Name = "pack";

    public static Command Create(CommandContext context)
    {
        var arguments = new PackArguments();
        var command = new Command(Name, "Packs an environment into an archive that runs where YARN unpacks it.");
        foreach (var group in arguments.Groups)
        {
            foreach (var option in group.Options)
                command.Options.Add(option);
        }

        var help = new HelpOption();
        help.Action = new GroupedHelp(command, [.. arguments.Groups, new OptionGroup("Everywhere", GlobalOptions.Verbose, help)]);
        command.Options.Add(help);
        command.SetAction((parsed, cancellation) => new PackRun(Read(arguments, parsed, context), context).RunAsync(cancellation));
        return command;
    }

    /// <summary>Puts problems of the command line where those of an environment go when JSON is asked for.</summary>
    /// <exception cref="IOException">The standard output fails.</exception>
    public static void WriteProblemsIfAsked(IReadOnlyList<string> problems, ParseResult parsed, CommandContext context)
    {
        if (parsed.GetResult(PackArguments.Json) is not OptionResult { Implicit: false })
            return;
        PackJson.WriteProblems(context.Output, [.. problems.Select(static problem => new PackProblem(problem))]);
        context.Output.Flush();
    }

    private static PackRequest Read(PackArguments arguments, ParseResult parsed, CommandContext context)
    {
        try
        {
            return arguments.Read(parsed);
        }
        catch (InvalidInputException e)
        {
            WriteProblemsIfAsked(e.Problems, parsed, context);
            throw;
        }
    }
}
