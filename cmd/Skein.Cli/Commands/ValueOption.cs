using System.CommandLine;
using System.Globalization;
using Skein.Cli.Packing;

namespace Skein.Cli.Commands;

/// <summary>Options whose value is refused in one sentence when it is none of theirs.</summary>
internal static class ValueOption
{
    public static Option<string?> Text(string name, string[] aliases, string helpName, string description) =>
        new(name, aliases) { Description = description, HelpName = helpName };

    public static Option<int> Number(string name, string[] aliases, int defaultValue, string description) => new(name, aliases)
    {
        Description = description,
        HelpName = "N",
        DefaultValueFactory = _ => defaultValue,
        CustomParser = result =>
        {
            if (!int.TryParse(result.Tokens[0].Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
                result.AddError($"{name}: '{result.Tokens[0].Value}' is no whole number");
            return number;
        },
    };

    public static Option<T?> Word<T>(string name, WordList<T> words, string helpName, string description)
        where T : struct, Enum => new(name)
    {
        Description = description,
        HelpName = helpName,
        CustomParser = result =>
        {
            var value = words.Find(result.Tokens[0].Value);
            if (value == null)
                result.AddError($"{name}: '{result.Tokens[0].Value}' is none of {words}");
            return value;
        },
    };
}
