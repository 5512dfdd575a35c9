using Skein.Hadoop.Security.Gssapi;

namespace Skein.Hadoop.Tests.Security.Gssapi;

public sealed class KerberosErrorsTests
{
    [Theory]
    [InlineData(-1765328352, "ticket of alice@EXAMPLE.COM has expired; get a new one with 'kinit alice@EXAMPLE.COM'")]
    [InlineData(-1765328351, "compare 'klist' with 'date'")]
    [InlineData(-1765328347, "clock differs too much")]
    [InlineData(-1765328236, "timedatectl set-ntp true")]
    [InlineData(-1765328228, "no KDC answers (WORDS)")]
    [InlineData(-1765328230, "knows no KDC of the realm")]
    [InlineData(-1765328165, "knows no KDC of the realm")]
    [InlineData(-1765328160, "name it in KRB5_CONFIG")]
    [InlineData(-1765328378, "does not know alice@EXAMPLE.COM")]
    [InlineData(-1765328377, "does not know the server (WORDS)")]
    [InlineData(-1765328383, "locked the account of alice@EXAMPLE.COM")]
    [InlineData(-1765328189, "there is no Kerberos ticket of alice@EXAMPLE.COM (WORDS); get one with 'kinit alice@EXAMPLE.COM', or log in by a keytab")]
    [InlineData(-1765328243, "there is no Kerberos ticket")]
    [InlineData(12345, "the login by Kerberos failed: gss_init_sec_context: WORDS")]
    public void Every_failure_of_a_ticket_cache_names_its_remedy(int minor, string expected) =>
        Assert.Contains(expected, Explain(minor, "alice@EXAMPLE.COM", keytab: null));

    [Theory]
    [InlineData(-1765328360, "does not accept the key of alice in /k: it is of an older password")]
    [InlineData(-1765328203, "/k has no key of alice; 'klist -kt /k'")]
    [InlineData(-1765328189, "/k has no key of alice; 'klist -kt /k'")]
    [InlineData(-1765328352, "'kinit -kt /k alice'")]
    [InlineData(-1765328378, "'klist -kt /k' lists those of the keytab")]
    public void Every_failure_of_a_keytab_names_its_remedy(int minor, string expected) => Assert.Contains(expected, Explain(minor, "alice", "/k"));

    [Fact]
    public void Without_a_known_number_the_routines_result_decides()
    {
        Assert.Contains("has expired; get a new one with 'kinit'", KerberosErrors.Explain(new GssapiFault("r", GssapiFault.CredentialsExpired, 1, ""), null, null).Message);
        Assert.Contains("there is no Kerberos ticket", KerberosErrors.Explain(new GssapiFault("r", GssapiFault.NoCredential, 1, ""), null, null).Message);
    }

    private static string Explain(int minor, string? principal, string? keytab) =>
        KerberosErrors.Explain(new GssapiFault("gss_init_sec_context", 13 << 16, unchecked((uint)minor), "WORDS"), principal, keytab).Message;
}
