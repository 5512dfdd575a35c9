using Skein.Hadoop.Security.Gssapi;

namespace Skein.Hadoop.Tests.Security.Gssapi;

public sealed class KerberosLoginTests
{
    [Fact]
    public void A_missing_library_is_named_with_the_packages_that_bring_it()
    {
        var login = KerberosLogin.By(() => GssapiLibrary.Load(["libno-such-gssapi.so.9", "libnone.so"]), principal: null, keytab: null);
        var failure = Assert.Throws<KerberosException>(login.FindPrincipal);
        Assert.Contains("no libno-such-gssapi.so.9", failure.Message);
        Assert.Contains("libgssapi-krb5-2 (Debian, Ubuntu)", failure.Message);
    }

    [Fact]
    public void Another_library_of_that_name_is_refused() =>
        Assert.Contains("is no GSSAPI library", Assert.Throws<KerberosException>(() => GssapiLibrary.Load(["libc.so.6"])).Message);

    [Fact]
    public void A_keytab_that_can_not_be_read_is_named_before_the_library_is_asked()
    {
        var login = KerberosLogin.By(() => throw new InvalidOperationException("asked"), "alice@EXAMPLE.COM", "/no/such.keytab");
        var failure = Assert.Throws<KerberosException>(login.FindPrincipal);
        Assert.Contains("/no/such.keytab", failure.Message);
        Assert.Contains("klist -kt /no/such.keytab", failure.Message);
    }
}
