using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace Skein.Hadoop.Security;

/// <summary>Hadoop's globs: <c>?</c>, <c>*</c>, <c>[abc]</c>, <c>[^abc]</c>, <c>{one,other}</c>, and a backslash before what stands for itself.</summary>
internal static class GlobPattern
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);
    private static readonly SearchValues<char> Special = SearchValues.Create("?*[]{},\\");

    /// <summary>Whether the whole text fits. A malformed pattern fits nothing.</summary>
    public static bool IsMatch(string pattern, string text)
    {
        try
        {
            return Regex.IsMatch(text, ToExpression(pattern), RegexOptions.CultureInvariant | RegexOptions.Singleline, Limit);
        }
        catch (Exception e) when (e is ArgumentException or RegexMatchTimeoutException)
        {
            return false;
        }
    }

    /// <summary>What follows the last such letter, if it is no pattern.</summary>
    public static string? LiteralAfter(string pattern, char letter)
    {
        var position = pattern.LastIndexOf(letter);
        if (position < 0 || pattern.AsSpan(position).ContainsAny(Special))
            return null;
        return pattern[(position + 1)..];
    }

    private static string ToExpression(string pattern)
    {
        var expression = new StringBuilder(@"\A");
        var braces = 0;
        for (var i = 0; i < pattern.Length; i++)
        {
            var letter = pattern[i];
            switch (letter)
            {
                case '?':
                    expression.Append('.');
                    break;
                case '*':
                    expression.Append(".*");
                    break;
                case '{':
                    braces++;
                    expression.Append("(?:");
                    break;
                case '}' when braces > 0:
                    braces--;
                    expression.Append(')');
                    break;
                case ',' when braces > 0:
                    expression.Append('|');
                    break;
                case '[' when pattern.IndexOf(']', i) is > 0 and var end:
                    expression.Append(pattern.AsSpan(i, end - i + 1));
                    i = end;
                    break;
                case '\\' when i + 1 < pattern.Length:
                    expression.Append(Regex.Escape(pattern[++i].ToString()));
                    break;
                default:
                    expression.Append(Regex.Escape(letter.ToString()));
                    break;
            }
        }

        return expression.Append(@"\z").ToString();
    }
}
