using System.Text.RegularExpressions;
using Fields = Skein.Specification.SpecificationFields;

namespace Skein.Specification;

/// <summary>The rules of the patterns that choose log files.</summary>
/// <remarks>
/// They are regular expressions of Java, which knows constructs that are foreign here, and NodeManagers that can not read one keep no logs at
/// all. So what is refused is what neither language can read; the rest is left to YARN.
/// </remarks>
internal static class LogPatternRules
{
    public static IEnumerable<Violation> Violations(LogAggregationSpec logs, FieldPath path) =>
        Pattern(logs.Include, path.Field(Fields.Include))
            .Concat(Pattern(logs.Exclude, path.Field(Fields.Exclude)))
            .Concat(Pattern(logs.RolledInclude, path.Field(Fields.RolledInclude)))
            .Concat(Pattern(logs.RolledExclude, path.Field(Fields.RolledExclude)))
            .Concat(Taken(logs, path));

    private static IEnumerable<Violation> Taken(LogAggregationSpec logs, FieldPath path) =>
        logs.RolledExclude.Length > 0 && logs.RolledInclude.Length == 0
            ? [new Violation(path.Field(Fields.RolledExclude), $"takes away from '{Fields.RolledInclude}': give that too")]
            : [];

    private static IEnumerable<Violation> Pattern(string pattern, FieldPath path) =>
        FindFault(pattern) is { } fault
            ? [new Violation(path, $"{NameHints.Quote(pattern)} is not a regular expression: {fault}; all files of one kind are '.*\\.log'")]
            : [];

    private static string? FindFault(string pattern)
    {
        try
        {
            _ = new Regex(pattern);
            return null;
        }
        catch (RegexParseException e)
        {
            return e.Error switch
            {
                RegexParseError.InsufficientClosingParentheses => "a '(' is never closed",
                RegexParseError.InsufficientOpeningParentheses => "a ')' closes nothing",
                RegexParseError.UnterminatedBracket => "a '[' is never closed",
                RegexParseError.UnescapedEndingBackslash => "it ends with a single backslash",
                RegexParseError.QuantifierAfterNothing => "'*', '+' or '?' repeats nothing",
                RegexParseError.ReversedCharacterRange => "a range of characters ends before it begins",
                RegexParseError.ReversedQuantifierRange => "a number of repetitions ends before it begins",
                _ => null,
            };
        }
    }
}
