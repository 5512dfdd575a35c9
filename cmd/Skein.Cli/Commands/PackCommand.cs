using System.CommandLine;
using System.CommandLine.Help;
using Skein.Cli.Packing;

namespace Skein.Cli.Commands;

/// <summary><c>skein pack</c>: an environment into an archive that runs where YARN unpacks it.</summary>
internal static class PackCommand
{
    public static Command Create(CommandContext context)
    {
        var arguments = new PackArguments();
        var command = new Command("pack", "Packs an environment into an archive that runs where YARN unpacks it.");
        foreach (var group in arguments.Groups)
        {
            foreach (var option in group.Options)
                command.Options.Add(option);
        }

        var help = new HelpOption();
        help.Action = new GroupedHelp(command, [.. arguments.Groups, new OptionGroup("Everywhere", GlobalOptions.Verbose, help)]);
        command.Options.Add(help);
        command.SetAction((parsed, cancellation) => new PackRun(arguments.Read(parsed), context).RunAsync(cancellation));
        return command;
    }
}
