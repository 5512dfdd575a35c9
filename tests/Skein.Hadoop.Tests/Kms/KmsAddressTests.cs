using Skein.Hadoop.Kms;

namespace Skein.Hadoop.Tests.Kms;

public sealed class KmsAddressTests
{
    [Theory]
    [InlineData("kms://http@host:16000/kms", "http://host:16000/kms")]
    [InlineData("kms://https@a;b.c:9600/kms", "https://a:9600/kms https://b.c:9600/kms")]
    [InlineData("kms://https@a/kms/", "https://a:9600/kms")]
    public void An_address_names_every_server(string text, string servers) =>
        Assert.Equal(servers.Split(' '), KmsAddress.Parse(text).Servers.Select(server => server.AbsoluteUri));

    [Theory]
    [InlineData("jceks://file@/keys")]
    [InlineData("kms://host:9600/kms")]
    [InlineData("kms://ftp@host:9600/kms")]
    [InlineData("kms://http@host:port/kms")]
    [InlineData("kms://http@host:9600")]
    [InlineData("kms://http@/kms")]
    [InlineData("")]
    public void What_is_no_address_of_a_kms_is_refused(string text) => Assert.Throws<FormatException>(() => KmsAddress.Parse(text));
}
