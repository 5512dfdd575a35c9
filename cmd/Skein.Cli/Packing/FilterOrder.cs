using System.CommandLine;
using System.CommandLine.Parsing;
using Skein.Packer;

namespace Skein.Cli.Packing;

/// <summary>The filters of a command line. Values of one option keep their order, but not among those of others; the words themselves do.</summary>
internal static class FilterOrder
{
    public const string Exclude = "--exclude";
    public const string Include = "--include";
    public const string Filter = "--filter";

    private const string ExcludePart = "exclude:";
    private const string IncludePart = "include:";

    public static IReadOnlyList<FileFilter> Read(ParseResult arguments)
    {
        var filters = new List<FileFilter>();
        var tokens = arguments.Tokens;
        for (var i = 0; i + 1 < tokens.Count; i++)
        {
            if (tokens[i].Type != TokenType.Option)
                continue;
            var value = tokens[i + 1].Value;
            if (tokens[i].Value is Exclude or Include)
                filters.Add(new FileFilter(value, Include: tokens[i].Value == Include));
            else if (tokens[i].Value == Filter)
                filters.Add(Parse(value)!);
        }

        return filters;
    }

    /// <summary>Reads <c>exclude:PAT</c> or <c>include:PAT</c>; null for everything else.</summary>
    public static FileFilter? Parse(string value)
    {
        if (value.StartsWith(ExcludePart, StringComparison.Ordinal))
            return new FileFilter(value[ExcludePart.Length..], Include: false);
        return value.StartsWith(IncludePart, StringComparison.Ordinal) ? new FileFilter(value[IncludePart.Length..], Include: true) : null;
    }
}
