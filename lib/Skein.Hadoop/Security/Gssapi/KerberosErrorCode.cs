namespace Skein.Hadoop.Security.Gssapi;

/// <summary>
/// Errors of Kerberos that have a remedy of their own. The numbers are those of the table <c>krb5</c> of MIT's and Heimdal's libraries, which
/// begins at -1765328384: a protocol's error (RFC 4120, 7.5.9) is the table's begin plus its number, others follow at plus 128.
/// </summary>
internal enum KerberosErrorCode
{
    None = 0,
    ClientExpired = -1765328383,
    ClientUnknown = -1765328378,
    ServerUnknown = -1765328377,
    ClientRevoked = -1765328366,
    PasswordExpired = -1765328361,
    PreauthenticationFailed = -1765328360,
    DecryptionFailed = -1765328353,
    TicketExpired = -1765328352,
    TicketNotYetValid = -1765328351,
    ClockSkew = -1765328347,
    ConfigurationMalformed = -1765328248,
    CredentialNotFound = -1765328243,
    ReplySkew = -1765328236,
    RealmUnknown = -1765328230,
    KdcUnreachable = -1765328228,
    KeyNotFound = -1765328203,
    NoCacheFile = -1765328189,
    RealmUnresolvable = -1765328165,
    NoDefaultRealm = -1765328160,
}
