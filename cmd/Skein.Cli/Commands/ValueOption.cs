using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

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
        CustomParser = result => Parse<int>(name, result),
    };

    /// <summary>A whole number; null where it is not given.</summary>
    public static Option<T?> Number<T>(string name, string[] aliases, string helpName, string description)
        where T : struct, IBinaryInteger<T>, IMinMaxValue<T> => new(name, aliases)
        {
            Description = description,
            HelpName = helpName,
            CustomParser = result => Parse<T>(name, result),
        };

    /// <summary>An option of one of several words.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="words">All of them.</param>
    /// <param name="helpName">What the help calls the value.</param>
    /// <param name="description">What it is for.</param>
    /// <param name="whyNot">Why a word that is none of them is not; null for words it does not know. Default: knows none.</param>
    public static Option<string?> Word(
        string name, IReadOnlyList<string> words, string helpName, string description, Func<string, string?>? whyNot = null)
    {
        var option = Text(name, [], helpName, description);
        option.Validators.Add(result =>
        {
            foreach (var token in result.Tokens)
            {
                if (!words.Contains(token.Value))
                    result.AddError($"{name}: '{token.Value}' is {whyNot?.Invoke(token.Value) ?? $"none of {string.Join(", ", words)}"}");
            }
        });
        return option;
    }

    private static T Parse<T>(string name, ArgumentResult result)
        where T : struct, IBinaryInteger<T>, IMinMaxValue<T>
    {
        if (!T.TryParse(result.Tokens[0].Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            result.AddError($"{name}: '{result.Tokens[0].Value}' is no whole number up to {T.MaxValue}");
        return number;
    }
}
