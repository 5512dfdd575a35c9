using System.Text.RegularExpressions;
using Skein.Hadoop.Yarn.Protocol;

namespace Skein.LocalCluster.Nodes.Logs;

/// <summary>
/// Which log files an application wants gathered. As in YARN, patterns are looked for anywhere in a file's name: <c>err</c> takes
/// <c>stderr</c>, and <c>^err$</c> does not. An empty pattern chooses nothing.
/// </summary>
/// <remarks>
/// The patterns are Java's, whose common part is read alike here. One that can not be read, or takes longer than a second for a name, is
/// left out of account: losing logs for it would be worse than gathering too many.
/// </remarks>
internal sealed class LogPatterns
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    private readonly Regex? _include;
    private readonly Regex? _exclude;

    /// <param name="context">The application's patterns; null: all files are taken. Those for rolled logs are of no interest here.</param>
    public LogPatterns(LogAggregationContextProto? context)
    {
        _include = Read(context?.IncludePattern);
        _exclude = Read(context?.ExcludePattern);
    }

    /// <summary>Whether a file is gathered.</summary>
    public bool Take(string name) => IsFound(_include, name) != false && IsFound(_exclude, name) != true;

    private static bool? IsFound(Regex? pattern, string name)
    {
        try
        {
            return pattern?.IsMatch(name);
        }
        catch (RegexMatchTimeoutException)
        {
            return null;
        }
    }

    private static Regex? Read(string? pattern)
    {
        if (string.IsNullOrEmpty(pattern))
            return null;
        try
        {
            return new Regex(pattern, RegexOptions.CultureInvariant, Limit);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
