namespace Skein.Hadoop.Configuration;

/// <summary>
/// Replaces <c>${name}</c> in values, innermost first:
/// <code>
/// variable = "${" name "}"                 another property; name holds no space, "}" or "$"
///          / "${env." NAME "}"             an environment variable
///          / "${env." NAME "-" text "}"    text where the variable is unset
///          / "${env." NAME ":-" text "}"   text where the variable is unset or empty
/// </code>
/// A variable without a value stays as it is written, and so does a value that contains itself.
/// </summary>
internal static class VariableExpansion
{
    private const int MaximumRounds = 20;
    private const string EnvironmentPrefix = "env.";

    /// <param name="expression">The value as written.</param>
    /// <param name="property">The value of another property as written; null if it has none.</param>
    /// <param name="environment">The value of an environment variable; null if it has none.</param>
    /// <returns>The expanded value; null if more than 20 replacements would be needed.</returns>
    public static string? Expand(string expression, Func<string, string?> property, Func<string, string?> environment)
    {
        var text = expression;
        for (var round = 0; round < MaximumRounds; round++)
        {
            if (!TryFind(text, out var start, out var end))
                return text;
            var name = text[(start + 2)..end];
            var value = name.Length > EnvironmentPrefix.Length && name.StartsWith(EnvironmentPrefix, StringComparison.Ordinal)
                ? FromEnvironment(name[EnvironmentPrefix.Length..], environment)
                : property(name);
            if (value is null)
                return text;
            if (value.Contains(text[start..(end + 1)], StringComparison.Ordinal))
                return expression;
            text = string.Concat(text.AsSpan(0, start), value, text.AsSpan(end + 1));
        }

        return TryFind(text, out _, out _) ? null : text;
    }

    /// <summary>Finds the first variable that holds no other: from its <c>$</c> to its closing brace.</summary>
    private static bool TryFind(string text, out int start, out int end)
    {
        start = -1;
        for (end = 0; end < text.Length; end++)
        {
            switch (text[end])
            {
                case '$' when end + 1 < text.Length && text[end + 1] == '{':
                    start = end++;
                    break;
                case '$' or ' ':
                    start = -1;
                    break;
                case '}' when start >= 0 && end > start + 2:
                    return true;
                case '}':
                    start = -1;
                    break;
            }
        }

        return false;
    }

    private static string? FromEnvironment(string expression, Func<string, string?> environment)
    {
        var dash = expression.IndexOf('-', StringComparison.Ordinal);
        if (dash < 0)
            return environment(expression);
        var otherwise = expression[(dash + 1)..];
        if (dash > 0 && expression[dash - 1] == ':')
            return environment(expression[..(dash - 1)]) is { Length: > 0 } value ? value : otherwise;
        return environment(expression[..dash]) ?? otherwise;
    }
}
