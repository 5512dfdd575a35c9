using System.Security.Authentication;
using Skein.Hadoop.Security;
using Skein.Hadoop.Security.Gssapi;

namespace Skein.Hadoop.Tests.Security.Gssapi;

public sealed class GssapiSaslClientTests
{
    private const QualityOfProtection Authentication = QualityOfProtection.Authentication;
    private const QualityOfProtection Integrity = QualityOfProtection.Integrity;
    private const QualityOfProtection Privacy = QualityOfProtection.Privacy;

    private readonly FakeContext _context = new();

    [Theory]
    [InlineData(1, new[] { Authentication }, 1)]
    [InlineData(7, new[] { Authentication, Privacy }, 1)]
    [InlineData(7, new[] { Privacy, Authentication }, 4)]
    [InlineData(5, new[] { Integrity, Privacy, Authentication }, 4)]
    [InlineData(2, new[] { Privacy, Integrity }, 2)]
    public void The_first_protection_that_the_server_offers_too_is_taken(byte offered, QualityOfProtection[] accepted, byte chosen)
    {
        var client = Client(accepted);
        Assert.Equal("AP-REQ"u8.ToArray(), client.Start("hdfs", "nn", []));
        Assert.Empty(client.Continue("AP-REP"u8));
        // Without a layer there is no length to agree on.
        byte[] expected = chosen == 1 ? [(byte)'s', 1, 0, 0, 0] : [(byte)'s', chosen, 1, 0, 0];
        Assert.Equal(expected, client.Continue([(byte)'s', offered, 1, 0, 0]));
        using var layer = client.Complete([]);
        Assert.Equal(chosen != 1, layer is not null);
        Assert.Equal(chosen == 1, _context.IsDisposed);
        if (layer is null)
            return;
        Assert.Equal(65535, layer.MaxMessageLength);
        Assert.Equal(chosen == 4 ? (byte)'c' : (byte)'s', layer.Wrap([9])[0]);
        Assert.Equal([7], layer.Unwrap([(byte)'c', 7]));
    }

    [Fact]
    public void Privacy_refuses_a_message_that_is_only_signed()
    {
        using var layer = Layer(Privacy, 4);
        Assert.Contains("unencrypted", Assert.Throws<InvalidDataException>(() => layer.Unwrap([(byte)'s', 7])).Message);
    }

    [Fact]
    public void A_server_without_an_accepted_protection_is_refused_with_both_lists()
    {
        var client = Established(Privacy);
        var failure = Assert.Throws<AuthenticationException>(() => client.Continue([(byte)'s', 3, 1, 0, 0]));
        Assert.Contains("offers the protection authentication, integrity", failure.Message);
        Assert.Contains("accepts privacy", failure.Message);
        Assert.Contains("hadoop.rpc.protection", failure.Message);
    }

    [Theory]
    [InlineData(new byte[] { })]
    [InlineData(new byte[] { 1, 0, 0 })]
    [InlineData(new byte[] { 1, 0, 0, 0, 0 })]
    public void An_offer_of_another_length_is_refused(byte[] offer) =>
        Assert.Contains("instead of 4", Assert.Throws<InvalidDataException>(() => Established(Authentication).Continue([(byte)'s', .. offer])).Message);

    [Fact]
    public void An_offer_that_was_changed_on_its_way_is_refused() =>
        Assert.Throws<InvalidDataException>(() => Established(Authentication).Continue([0, 1, 0, 0, 0]));

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    public void A_server_that_takes_next_to_nothing_is_refused(byte length) =>
        Assert.Contains("takes messages of", Assert.Throws<InvalidDataException>(() => Established(Integrity).Continue([(byte)'s', 2, 0, 0, length])).Message);

    [Fact]
    public void Success_before_the_end_proves_nothing()
    {
        var client = Client(Authentication);
        client.Start("hdfs", "nn", []);
        Assert.Contains("before it has proved", Assert.Throws<AuthenticationException>(() => client.Complete([])).Message);
        client.Continue("AP-REP"u8);
        Assert.Throws<AuthenticationException>(() => client.Complete([]));
        client.Continue([(byte)'s', 1, 0, 0, 0]);
        Assert.Throws<InvalidDataException>(() => client.Complete([1]));
        Assert.Null(client.Complete([]));
    }

    [Fact]
    public void A_server_that_goes_on_asking_is_refused()
    {
        var client = Established(Authentication);
        client.Continue([(byte)'s', 1, 0, 0, 0]);
        Assert.Throws<InvalidDataException>(() => client.Continue([(byte)'s', 1, 0, 0, 0]));
    }

    [Fact]
    public void A_server_of_the_wrong_name_gets_no_token()
    {
        var expected = new ServerPrincipal("dfs.namenode.kerberos.principal", "hdfs/nn@EXAMPLE.COM");
        var client = new GssapiSaslClient(
            _ => throw new InvalidOperationException("a context was begun"),
            (protocol, serverId) => expected.Check(protocol, serverId, "nn", () => null, () => ""),
            [Authentication]);
        Assert.Contains("evil/nn", Assert.Throws<AuthenticationException>(() => client.Start("evil", "nn", [])).Message);
    }

    private GssapiSaslClient Client(params QualityOfProtection[] accepted) =>
        new(_ => _context, (protocol, serverId) => $"{protocol}/{serverId}", accepted);

    private GssapiSaslClient Established(params QualityOfProtection[] accepted)
    {
        var client = Client(accepted);
        client.Start("hdfs", "nn", []);
        client.Continue("AP-REP"u8);
        return client;
    }

    private ISecurityLayer Layer(QualityOfProtection protection, byte bit)
    {
        var client = Established(protection);
        client.Continue([(byte)'s', bit, 1, 0, 0]);
        return client.Complete([])!;
    }
}
