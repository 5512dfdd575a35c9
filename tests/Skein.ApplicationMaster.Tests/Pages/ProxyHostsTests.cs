using System.Net;
using System.Net.Sockets;
using Skein.ApplicationMaster.Pages.Access;
using Skein.ApplicationMaster.Tests.Support;

namespace Skein.ApplicationMaster.Tests.Pages;

public sealed class ProxyHostsTests
{
    private static readonly IPEndPoint Server = new(IPAddress.Parse("198.51.100.9"), 1);

    private readonly ManualClock _clock = new();
    private readonly Dictionary<string, IPAddress[]> _names = new() { ["rm1"] = [Address(1)], ["rm2"] = [Address(2), Address(3)] };
    private readonly ProxyHosts _hosts;
    private int _asked;

    public ProxyHostsTests()
    {
        _hosts = new ProxyHosts(
            [new Uri("http://rm1:8088/proxy/x/"), new Uri("http://rm2:8088/proxy/x/")],
            (name, _) =>
            {
                _asked++;
                return Task.FromResult(_names.TryGetValue(name, out var found) ? found : throw new SocketException((int)SocketError.HostNotFound));
            },
            _clock);
        _hosts.Find();
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(3, true)]
    [InlineData(4, false)]
    [InlineData(9, false)]
    public async Task Every_address_of_every_proxy_is_one_and_no_other(int client, bool expected) => Assert.Equal(expected, await IncludeAsync(client));

    [Fact]
    public async Task Proxy_that_moved_is_found_within_ten_seconds()
    {
        _names["rm1"] = [Address(4)];
        Assert.False(await IncludeAsync(4));
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.True(await IncludeAsync(4));
        Assert.False(await IncludeAsync(1));
    }

    [Fact]
    public async Task Strangers_do_not_make_the_name_server_work()
    {
        for (var i = 0; i < 100; i++)
            await IncludeAsync(4);
        Assert.Equal(2, _asked);
    }

    [Fact]
    public async Task Name_server_that_fails_changes_nothing()
    {
        _names.Clear();
        _clock.Advance(TimeSpan.FromMinutes(5));
        Assert.True(await IncludeAsync(1));
        Assert.Equal(4, _asked);
    }

    [Fact]
    public async Task Proxy_that_could_not_be_found_at_first_is_found_later()
    {
        var found = _names.Remove("rm1");
        var hosts = new ProxyHosts(
            [new Uri("http://rm1:8088/")],
            (name, _) => found ? throw new SocketException((int)SocketError.TryAgain) : Task.FromResult<IPAddress[]>([Address(1)]),
            _clock);
        hosts.Find();
        Assert.False(await hosts.IncludeAsync(new IPEndPoint(Address(1), 7), Server, TestContext.Current.CancellationToken));
        found = false;
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.True(await hosts.IncludeAsync(new IPEndPoint(Address(1), 7), Server, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Clients_of_this_machine_are_no_proxy_by_their_address_alone()
    {
        _names["rm1"] = [IPAddress.Loopback];
        _clock.Advance(TimeSpan.FromMinutes(5));
        Assert.False(await _hosts.IncludeAsync(new IPEndPoint(IPAddress.Loopback, 7), new IPEndPoint(IPAddress.Loopback, 1), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Any_address_of_this_machine_may_be_that_of_a_proxy_at_its_loopback_one_and_says_not_who_it_is()
    {
        _names["rm1"] = [IPAddress.Loopback];
        _clock.Advance(TimeSpan.FromMinutes(5));
        var own = IPAddress.Parse("127.0.0.9");
        Assert.False(await _hosts.IncludeAsync(new IPEndPoint(own, 7), Server, TestContext.Current.CancellationToken));
        Assert.True(_hosts.MayBeAt(own));
        Assert.False(_hosts.MayBeAt(Address(4)));
    }

    private static IPAddress Address(byte last) => new([198, 51, 100, last]);

    private ValueTask<bool> IncludeAsync(int client) =>
        _hosts.IncludeAsync(new IPEndPoint(Address((byte)client), 7), Server, TestContext.Current.CancellationToken);
}
