namespace Skein.Hadoop.Security.Gssapi;

/// <summary>Puts into one sentence what went wrong with a login by Kerberos, and which command helps.</summary>
internal static class KerberosErrors
{
    /// <summary>What is to be installed where the library is missing.</summary>
    public const string Packages = "libgssapi-krb5-2 (Debian, Ubuntu), krb5-libs (Red Hat) or krb5 (SUSE)";

    /// <param name="fault">What the library said.</param>
    /// <param name="principal">As whom to log in; null: as whom the ticket cache says.</param>
    /// <param name="keytab">File of the keys; null: the login is that of a ticket cache.</param>
    public static KerberosException Explain(GssapiFault fault, string? principal, string? keytab)
    {
        var who = principal is null ? "" : $" of {principal}";
        var kinit = principal is null ? "kinit" : keytab is null ? $"kinit {principal}" : $"kinit -kt {keytab} {principal}";
        var sentence = fault.Minor switch
        {
            KerberosErrorCode.TicketExpired => $"the Kerberos ticket{who} has expired; get a new one with '{kinit}'",
            KerberosErrorCode.TicketNotYetValid =>
                $"the Kerberos ticket{who} is not valid yet, or this machine's clock is late; compare 'klist' with 'date'",
            KerberosErrorCode.ClockSkew or KerberosErrorCode.ReplySkew =>
                "this machine's clock differs too much from that of the KDC or the server (five minutes are allowed); set it, "
                + "for example with 'timedatectl set-ntp true'",
            KerberosErrorCode.KdcUnreachable =>
                $"no KDC answers ({fault.Text}); check the network and [realms] in krb5.conf, 'KRB5_TRACE=/dev/stderr {kinit}' shows whom it asks",
            KerberosErrorCode.RealmUnknown or KerberosErrorCode.RealmUnresolvable =>
                $"krb5.conf knows no KDC of the realm that is wanted ({fault.Text}); correct the realm, or add it to [realms] there "
                + $"('KRB5_TRACE=/dev/stderr {kinit}' shows what is looked for)",
            KerberosErrorCode.NoDefaultRealm or KerberosErrorCode.ConfigurationMalformed =>
                $"Kerberos is not set up on this machine ({fault.Text}); put the cluster's krb5.conf into /etc, or name it in KRB5_CONFIG",
            KerberosErrorCode.ClientUnknown =>
                $"the KDC does not know {principal ?? "the user"} ({fault.Text}); check its name and realm"
                + (keytab is null ? " with 'klist'" : $", 'klist -kt {keytab}' lists those of the keytab"),
            KerberosErrorCode.ServerUnknown =>
                $"the KDC does not know the server ({fault.Text}); check the principal in Hadoop's configuration, 'kvno PRINCIPAL' asks for the same",
            KerberosErrorCode.ClientExpired or KerberosErrorCode.ClientRevoked or KerberosErrorCode.PasswordExpired =>
                $"the KDC has locked the account{who} ({fault.Text}); '{kinit}' says the same until its administrator changes that",
            KerberosErrorCode.PreauthenticationFailed or KerberosErrorCode.DecryptionFailed when keytab is not null =>
                $"the KDC does not accept the key{who} in {keytab}: it is of an older password; get a new keytab and try it with '{kinit}'",
            _ when fault.Major == GssapiFault.CredentialsExpired => $"the Kerberos ticket{who} has expired; get a new one with '{kinit}'",
            KerberosErrorCode.KeyNotFound or KerberosErrorCode.NoCacheFile or KerberosErrorCode.CredentialNotFound =>
                NoTicket(fault, who, kinit, keytab),
            _ when fault.Major == GssapiFault.NoCredential => NoTicket(fault, who, kinit, keytab),
            _ => $"the login by Kerberos failed: {fault.Message}; '{kinit}' and 'klist' may tell more",
        };
        return new KerberosException(sentence, fault);
    }

    // Of a keytab without the right key the library says no more than that there is no ticket cache either.
    private static string NoTicket(GssapiFault fault, string who, string kinit, string? keytab) => keytab is null
        ? $"there is no Kerberos ticket{who} ({fault.Text}); get one with '{kinit}', or log in by a keytab (--principal, --keytab)"
        : $"the keytab {keytab} has no key{who}; 'klist -kt {keytab}' lists those it has";
}
