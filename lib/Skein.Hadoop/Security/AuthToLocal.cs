using System.Text.RegularExpressions;

namespace Skein.Hadoop.Security;

/// <summary>
/// Gives principals the short names by which Hadoop's servers know users: the rules of <c>hadoop.security.auth_to_local</c>. The first one
/// that fits decides.
/// </summary>
public sealed class AuthToLocal
{
    private readonly List<AuthToLocalRule> _rules;
    private readonly bool _isMit;

    /// <param name="rules">Such as <c>RULE:[2:$1](.*)s/^hdfs$/root/ DEFAULT</c>.</param>
    /// <param name="isMit">The mechanism <c>mit</c>: a name may hold / and @, and a principal that no rule fits is its own name. With Hadoop's
    /// own mechanism both are errors.</param>
    /// <exception cref="FormatException">A rule is malformed.</exception>
    public AuthToLocal(string rules, bool isMit)
    {
        _rules = AuthToLocalRule.ParseAll(rules);
        _isMit = isMit;
    }

    /// <summary>The short name of a principal.</summary>
    /// <param name="principal">A full principal.</param>
    /// <param name="defaultRealm">The realm that the rule DEFAULT is for.</param>
    /// <exception cref="FormatException">No rule gives a name, or one gives a name that is none.</exception>
    public string ShortName(PrincipalName principal, string defaultRealm)
    {
        if (principal is { Host: null, Realm: null })
            return principal.Primary;
        foreach (var rule in _rules)
        {
            if (Apply(rule, principal, defaultRealm) is not { } name)
                continue;
            return _isMit || !name.AsSpan().ContainsAny('/', '@')
                ? name
                : throw new FormatException($"the rules make \"{name}\" of {principal}, and the name of a user has neither / nor @; correct them");
        }

        return _isMit
            ? principal.ToString()
            : throw new FormatException(
                $"no rule gives {principal} a short name (DEFAULT is for the realm "
                + $"{(defaultRealm.Length == 0 ? "that krb5.conf does not set" : defaultRealm)}); add a rule for its realm");
    }

    private static string? Apply(AuthToLocalRule rule, PrincipalName principal, string defaultRealm)
    {
        try
        {
            return rule.Apply(principal, defaultRealm);
        }
        catch (RegexMatchTimeoutException e)
        {
            throw new FormatException($"the expression {e.Pattern} takes too long for {principal}", e);
        }
    }
}
