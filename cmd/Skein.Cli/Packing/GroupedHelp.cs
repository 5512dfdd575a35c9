using System.CommandLine;
using System.CommandLine.Invocation;

namespace Skein.Cli.Packing;

/// <summary>The help of a command with many options: the same columns as everywhere, under a title for each group.</summary>
/// <param name="command">The command.</param>
/// <param name="groups">Its options.</param>
internal sealed class GroupedHelp(Command command, IReadOnlyList<OptionGroup> groups) : SynchronousCommandLineAction
{
    private const int Width = 110;
    private const string Gap = "  ";

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Description:");
        output.WriteLine(Gap + command.Description);
        output.WriteLine();
        output.WriteLine("Usage:");
        output.WriteLine($"{Gap}skein {command.Name} [options]");
        var column = groups.Max(static group => group.Options.Max(static option => Label(option).Length));
        foreach (var group in groups)
        {
            output.WriteLine();
            output.WriteLine(group.Title + ":");
            foreach (var option in group.Options)
                WriteOption(option, column, output);
        }

        return (int)ExitCode.Success;
    }

    private static void WriteOption(Option option, int column, TextWriter output)
    {
        var label = Label(option);
        foreach (var line in Wrap(option.Description ?? "", Width - column - (2 * Gap.Length)))
        {
            output.WriteLine($"{Gap}{label.PadRight(column)}{Gap}{line}");
            label = "";
        }
    }

    // Short names first, as everywhere: -n, --name <ENV>. Names of other systems' customs (/?) stay untold.
    private static string Label(Option option)
    {
        var names = new List<string>(option.Aliases) { option.Name };
        names.RemoveAll(static name => name[0] != '-');
        names.Sort(static (a, b) => a.Length != b.Length ? a.Length.CompareTo(b.Length) : string.CompareOrdinal(a, b));
        var label = string.Join(", ", names);
        return option.HelpName == null ? label : $"{label} <{option.HelpName}>";
    }

    internal static IEnumerable<string> Wrap(string text, int width)
    {
        while (text.Length > width && text.LastIndexOf(' ', width) is var end and > 0)
        {
            yield return text[..end];
            text = text[(end + 1)..];
        }

        yield return text;
    }
}
