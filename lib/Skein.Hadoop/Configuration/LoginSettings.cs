using Skein.Hadoop.Security;
using Skein.Hadoop.Security.Gssapi;

namespace Skein.Hadoop.Configuration;

/// <summary>Finds out as whom this process calls a site's servers, and how it proves that.</summary>
public static class LoginSettings
{
    private const string TokenFileVariable = "HADOOP_TOKEN_FILE_LOCATION";
    private const string UserVariable = "USER";

    /// <summary>
    /// On a simple site whoever <see cref="CurrentUser"/> says. On one with Kerberos the short name of the principal: that of the keytab, else
    /// that of the ticket cache. In a container, whose tokens say who it is, the ticket cache is that of whoever runs the node: it is left
    /// alone unless a principal is named.
    /// </summary>
    /// <param name="configuration">The site.</param>
    /// <param name="environment">Environment variables by name, null for unset ones.</param>
    /// <param name="principal">As whom to log in; null: as whom the ticket cache says.</param>
    /// <param name="keytab">File of the principal's keys; null: its tickets are in a ticket cache.</param>
    /// <exception cref="HadoopConfigurationException">A setting can not be used, or the site has no short name for the principal.</exception>
    /// <exception cref="KerberosException">There is no way to log in; the message says with which command there is.</exception>
    /// <exception cref="IOException">The token file can not be read.</exception>
    public static UserIdentity Find(
        HadoopConfiguration configuration, Func<string, string?> environment, string? principal = null, string? keytab = null)
    {
        var user = CurrentUser.Find(environment);
        if (!configuration.IsSecure)
            return user;
        if (keytab is not null && principal is null)
            throw new HadoopConfigurationException($"a keytab ({keytab}) was given without a principal; name the one whose key to use");
        if (principal is null && environment(TokenFileVariable) is { Length: > 0 })
            return user with { Name = environment(UserVariable) ?? Environment.UserName };
        var login = keytab is null ? KerberosLogin.FromTicketCache(principal) : KerberosLogin.FromKeytab(principal!, keytab);
        var (full, name) = FindNames(configuration, login);
        // Whoever runs kinit later as somebody else does not change who this is.
        return user with { Name = name, Kerberos = keytab is null ? KerberosLogin.FromTicketCache(full) : login };
    }

    /// <summary>The short name that a site gives to the principal of a keytab.</summary>
    /// <exception cref="HadoopConfigurationException">The site has none.</exception>
    /// <exception cref="KerberosException">The keytab can not be used.</exception>
    public static string FindUser(HadoopConfiguration configuration, string principal, string keytab) =>
        FindNames(configuration, KerberosLogin.FromKeytab(principal, keytab)).Name;

    private static (string Principal, string Name) FindNames(HadoopConfiguration configuration, KerberosLogin login)
    {
        var mechanism = configuration.Get(ConfigurationKeys.AuthToLocalMechanism, "hadoop").ToLowerInvariant();
        if (mechanism is not ("hadoop" or "mit"))
        {
            throw new HadoopConfigurationException(
                $"{configuration.SourceOf(ConfigurationKeys.AuthToLocalMechanism)}: {ConfigurationKeys.AuthToLocalMechanism} is \"{mechanism}\", "
                + "which is neither hadoop nor mit");
        }

        try
        {
            var rules = new AuthToLocal(configuration.Get(ConfigurationKeys.AuthToLocal, "DEFAULT"), mechanism == "mit");
            var principal = login.FindPrincipal();
            return (principal, rules.ShortName(PrincipalName.Parse(principal), login.FindDefaultRealm()));
        }
        catch (FormatException e)
        {
            throw new HadoopConfigurationException(
                $"{configuration.SourceOf(ConfigurationKeys.AuthToLocal) ?? ConfigurationDefaults.Source}: {ConfigurationKeys.AuthToLocal}: {e.Message}", e);
        }
    }
}
