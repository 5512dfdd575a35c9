using System.CommandLine;

namespace Skein.Cli.Commands;

/// <summary>The <c>--state</c> of lists: names as tables show them, in any case.</summary>
internal static class StateOption
{
    /// <summary>Refuses a list of all states and of some: one of the two is a mistake, and which, nobody knows.</summary>
    public static void RefuseBoth(Command command, Option<bool> all, Option<string[]> states) => command.Validators.Add(result =>
    {
        if (result.GetValue(all) && result.GetResult(states) is not null)
            result.AddError($"Give one of {all.Name}, for every state, and {states.Name}");
    });

    /// <summary>The state of a name.</summary>
    /// <param name="text">What was typed.</param>
    /// <param name="what">Whose states they are.</param>
    /// <param name="nameOf">The name of a state.</param>
    /// <exception cref="InvalidInputException">The text names no state.</exception>
    public static T Parse<T>(string text, string what, Func<T, string> nameOf)
        where T : struct, Enum
    {
        var names = new List<string>();
        foreach (var state in Enum.GetValues<T>())
        {
            var name = nameOf(state);
            if (name.Equals(text, StringComparison.OrdinalIgnoreCase))
                return state;
            names.Add(name);
        }

        throw new InvalidInputException($"--state: '{text}' is no {what} state; one of {string.Join(", ", names)}");
    }
}
