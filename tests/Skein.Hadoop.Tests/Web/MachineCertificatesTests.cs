using Skein.Hadoop.Configuration;
using Skein.Hadoop.Web;

namespace Skein.Hadoop.Tests.Web;

public sealed class MachineCertificatesTests
{
    private const string RedHat = "/etc/pki/tls/certs/ca-bundle.crt";

    [Fact]
    public void They_are_where_the_distribution_keeps_them() =>
        Assert.Equal(RedHat, MachineCertificates.Find(static _ => null, static file => file == RedHat));

    [Fact]
    public void The_users_own_file_comes_first() =>
        Assert.Equal("/own.pem", MachineCertificates.Find(static name => name == "SSL_CERT_FILE" ? "/own.pem" : null, static _ => true));

    [Fact]
    public void A_machine_without_them_says_what_to_do()
    {
        var error = Assert.Throws<HadoopConfigurationException>(() => MachineCertificates.Find(static _ => null, static _ => false));
        Assert.Contains("install ca-certificates, or name a file by ssl.client.truststore.location", error.Message);
    }
}
