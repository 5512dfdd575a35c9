using System.Security.Authentication;

namespace Skein.Hadoop.Security;

/// <summary>
/// Which Kerberos name the servers of one protocol have. A server says itself who it is, and every service of the realm can prove who it
/// is: without this check any of them could pass for the one that was dialled.
/// </summary>
/// <param name="Setting">The configuration's key, such as <c>dfs.namenode.kerberos.principal</c>.</param>
/// <param name="Name">Its value; <c>_HOST</c> stands for the server's host name. Null: not set.</param>
/// <param name="Pattern">The value of the key with <c>.pattern</c> behind it, a glob that takes the place of the name. Null: not set.</param>
public sealed record ServerPrincipal(string Setting, string? Name, string? Pattern = null)
{
    private const string HostVariable = "_HOST";

    /// <summary>A configured name with a host in place of <c>_HOST</c>.</summary>
    public static string AtHost(string name, string host) =>
        name.Replace($"/{HostVariable}", $"/{host.ToLowerInvariant()}", StringComparison.Ordinal);

    /// <summary>The principal to ask a ticket for.</summary>
    /// <param name="protocol">The first part of the name, as the server says it.</param>
    /// <param name="serverId">The second part.</param>
    /// <param name="dialled">The host that was dialled.</param>
    /// <param name="canonicalName">What the address that answered is called; asked for only where <paramref name="dialled"/> does not fit.</param>
    /// <param name="defaultRealm">The realm of names without one.</param>
    /// <exception cref="AuthenticationException">It is none of those expected, or none is configured.</exception>
    public string Check(string protocol, string serverId, string dialled, Func<string?> canonicalName, Func<string> defaultRealm)
    {
        var said = $"{protocol}/{serverId}";
        if (!IsPart(protocol) || !IsPart(serverId))
            throw new AuthenticationException($"the server calls itself \"{said}\", which is no Kerberos name of a service");
        if (Pattern is { Length: > 0 } pattern)
            return CheckPattern(pattern, said, defaultRealm);
        if (Name is not { Length: > 0 } name)
        {
            throw new AuthenticationException(
                $"the server calls itself {said}, and {Setting} does not say who it has to be; set it as the server's own configuration has it");
        }

        var expected = ParseName(name);
        if (expected.Host == HostVariable)
        {
            var byName = expected with { Host = dialled.ToLowerInvariant() };
            expected = IsSaid(byName) || canonicalName() is not { } canonical ? byName : expected with { Host = canonical.ToLowerInvariant() };
        }

        return IsSaid(expected)
            ? expected.ToString()
            : throw new AuthenticationException($"the server calls itself {said}, but {Setting} ({name}) expects {expected}");

        bool IsSaid(PrincipalName candidate) => $"{candidate.Primary}/{candidate.Host}" == said;
    }

    private string CheckPattern(string pattern, string said, Func<string> defaultRealm)
    {
        var realm = GlobPattern.LiteralAfter(pattern, '@') ?? (Name is { Length: > 0 } name ? ParseName(name).Realm : null) ?? defaultRealm();
        var full = realm.Length == 0 ? said : $"{said}@{realm}";
        return GlobPattern.IsMatch(pattern, full)
            ? full
            : throw new AuthenticationException($"the server calls itself {full}, which {Setting}.pattern ({pattern}) does not allow");
    }

    private PrincipalName ParseName(string name)
    {
        try
        {
            var parsed = PrincipalName.Parse(name);
            return parsed.Host is not null ? parsed : throw new FormatException($"\"{name}\" names no host; write service/_HOST@REALM");
        }
        catch (FormatException e)
        {
            throw new AuthenticationException($"{Setting}: {e.Message}", e);
        }
    }

    private static bool IsPart(string text)
    {
        foreach (var letter in text)
        {
            if (letter is '/' or '@' or '\\' || char.IsWhiteSpace(letter) || char.IsControl(letter))
                return false;
        }

        return text.Length > 0;
    }
}
