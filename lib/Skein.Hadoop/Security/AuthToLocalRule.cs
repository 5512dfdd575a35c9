using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Skein.Hadoop.Security;

/// <summary>One rule of <c>hadoop.security.auth_to_local</c>.</summary>
/// <remarks>
/// <code>
/// rule    = "DEFAULT" | "RULE:" "[" parts ":" format "]" [ "(" expression ")" ] [ "s/" from "/" to "/" [ "g" ] ] [ "/L" ]
/// parts   = how many parts the name has without its realm
/// format  = text in which $0 is the realm, and $1 and $2 are the parts
/// </code>
/// The expression has to fit the whole of what the format gives. <c>to</c> is a replacement as Java's regular expressions have it.
/// </remarks>
internal sealed class AuthToLocalRule
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    private readonly int _parts;
    private readonly string? _format;
    private readonly Regex? _match;
    private readonly Regex? _from;
    private readonly string _to;
    private readonly bool _everywhere;
    private readonly bool _lowers;

    private AuthToLocalRule(int parts, string? format, Regex? match, Regex? from, string to, bool everywhere, bool lowers)
    {
        _parts = parts;
        _format = format;
        _match = match;
        _from = from;
        _to = to;
        _everywhere = everywhere;
        _lowers = lowers;
    }

    /// <summary>Reads all rules; between them is white space.</summary>
    /// <exception cref="FormatException">A rule is malformed.</exception>
    public static List<AuthToLocalRule> ParseAll(string text)
    {
        var rules = new List<AuthToLocalRule>();
        for (var rest = text.Trim(); rest.Length > 0; rest = rest.TrimStart())
            rules.Add(Parse(ref rest));
        return rules;
    }

    /// <summary>The short name, or null if the rule is not for this principal.</summary>
    /// <exception cref="RegexMatchTimeoutException">The expression takes too long.</exception>
    public string? Apply(PrincipalName principal, string defaultRealm)
    {
        string? result;
        if (_format is null)
        {
            result = principal.Realm == defaultRealm ? principal.Primary : null;
        }
        else
        {
            if (_parts != (principal.Host is null ? 1 : 2))
                return null;
            var name = Format(_format, principal);
            if (_match is not null && !_match.IsMatch(name))
                return null;
            result = _from is null ? name : _from.Replace(name, match => Replacement(_to, match), _everywhere ? -1 : 1);
        }

        return _lowers ? result?.ToLowerInvariant() : result;
    }

    private static AuthToLocalRule Parse(ref string rest)
    {
        var whole = rest;
        if (TryTake(ref rest, "DEFAULT"))
            return new AuthToLocalRule(0, null, null, null, "", false, lowers: TryTake(ref rest, "/L"));
        if (!TryTake(ref rest, "RULE:["))
            throw Fault(whole, "it begins neither with DEFAULT nor with RULE:[");
        if (!int.TryParse(TakeUntil(ref rest, ':', whole), NumberStyles.None, CultureInfo.InvariantCulture, out var parts))
            throw Fault(whole, "after [ comes a number of parts and a colon");
        var format = TakeUntil(ref rest, ']', whole);
        CheckFormat(format, whole);
        var match = TryTake(ref rest, "(") ? Expression($@"\A(?:{TakeUntil(ref rest, ')', whole)})\z", whole) : null;
        Regex? from = null;
        var to = "";
        var everywhere = false;
        if (TryTake(ref rest, "s/"))
        {
            from = Expression(TakeUntil(ref rest, '/', whole), whole);
            to = TakeUntil(ref rest, '/', whole);
            everywhere = TryTake(ref rest, "g");
        }

        var lowers = TryTake(ref rest, "/L") || (from is not null && TryTake(ref rest, "L"));
        if (rest.Length > 0 && !char.IsWhiteSpace(rest[0]))
            throw Fault(whole, $"\"{rest}\" can not follow there");
        return new AuthToLocalRule(parts, format, match, from, to, everywhere, lowers);
    }

    private static bool TryTake(ref string rest, string word)
    {
        if (!rest.StartsWith(word, StringComparison.Ordinal))
            return false;
        rest = rest[word.Length..];
        return true;
    }

    private static string TakeUntil(ref string rest, char end, string rule)
    {
        var position = rest.IndexOf(end);
        if (position < 0)
            throw Fault(rule, $"a '{end}' is missing");
        var taken = rest[..position];
        rest = rest[(position + 1)..];
        return taken;
    }

    private static Regex Expression(string text, string rule)
    {
        try
        {
            return new Regex(text, RegexOptions.CultureInvariant | RegexOptions.Singleline, Limit);
        }
        catch (ArgumentException e)
        {
            throw Fault(rule, e.Message);
        }
    }

    private static void CheckFormat(string format, string rule)
    {
        for (var i = format.IndexOf('$'); i >= 0; i = format.IndexOf('$', i + 1))
        {
            if (i + 1 == format.Length || format[i + 1] is not ('0' or '1' or '2'))
                throw Fault(rule, "behind $ comes 0 for the realm, or 1 or 2 for a part");
        }
    }

    private static FormatException Fault(string rule, string reason) =>
        new($"the rule \"{rule.Split(['\n', '\r'], 2)[0]}\" is malformed: {reason}");

    private static string Format(string format, PrincipalName principal)
    {
        var name = new StringBuilder();
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '$')
                name.Append(format[i]);
            else
                name.Append(format[++i] switch { '0' => principal.Realm, '1' => principal.Primary, _ => principal.Host });
        }

        return name.ToString();
    }

    // In Java a backslash takes the next letter as it is, and $ is followed by as many digits as make the number of a group.
    private static string Replacement(string to, Match match)
    {
        var result = new StringBuilder();
        for (var i = 0; i < to.Length; i++)
        {
            if (to[i] == '\\' && i + 1 < to.Length)
            {
                result.Append(to[++i]);
            }
            else if (to[i] == '$' && i + 1 < to.Length && char.IsAsciiDigit(to[i + 1]))
            {
                var group = to[++i] - '0';
                while (i + 1 < to.Length && char.IsAsciiDigit(to[i + 1]) && (group * 10) + to[i + 1] - '0' < match.Groups.Count)
                    group = (group * 10) + to[++i] - '0';
                result.Append(match.Groups[group].Value);
            }
            else
            {
                result.Append(to[i]);
            }
        }

        return result.ToString();
    }
}
