using Skein.Hadoop.Rpc;
using Skein.Hadoop.Security;
using Skein.Hadoop.Security.Delegation;

namespace Skein.Hadoop.Tests.Security.Delegation;

public sealed class DelegationTokensTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Tokens_of_all_issuers_name_the_renewer_and_their_service()
    {
        FakeIssuer nameNode = new("nn"), resourceManager = new("rm");
        var tokens = await DelegationTokens.GetAsync([nameNode.Issuer, resourceManager.Issuer], "yarn/rm@EXAMPLE.COM", Cancellation);
        var credentials = new Credentials();
        tokens.AddTo(credentials);
        Assert.Equal(["nn:1", "rm:1"], credentials.Tokens.Values.Select(token => token.Service));
        Assert.Equal(["yarn/rm@EXAMPLE.COM", "yarn/rm@EXAMPLE.COM"], nameNode.Renewers.Concat(resourceManager.Renewers));
    }

    [Fact]
    public async Task A_server_that_wants_no_token_gives_none()
    {
        var tokens = await DelegationTokens.GetAsync([new FakeIssuer("nn", wantsNone: true).Issuer], "yarn", Cancellation);
        var credentials = new Credentials();
        tokens.AddTo(credentials);
        Assert.True(credentials.IsEmpty);
        Assert.Equal(DateTimeOffset.MaxValue, await tokens.RenewAsync(Cancellation));
    }

    [Fact]
    public async Task One_refusal_cancels_what_the_others_gave()
    {
        FakeIssuer willing = new("nn"), unwilling = new("rm", refuses: true);
        var failure = await Assert.ThrowsAsync<RemoteException>(
            () => DelegationTokens.GetAsync([willing.Issuer, unwilling.Issuer], "yarn", Cancellation));
        Assert.Contains("only with kerberos", failure.Message);
        Assert.Equal("nn:1", Assert.Single(willing.Cancelled).Service);
    }

    [Fact]
    public async Task Some_of_them_can_be_cancelled()
    {
        FakeIssuer nameNode = new("nn"), resourceManager = new("rm");
        var tokens = await DelegationTokens.GetAsync([nameNode.Issuer, resourceManager.Issuer], "yarn", Cancellation);
        await tokens.CancelAsync(token => token.Service == "rm:1", Cancellation);
        Assert.Empty(nameNode.Cancelled);
        Assert.Single(resourceManager.Cancelled);
    }

    [Fact]
    public async Task The_first_to_end_says_until_when_all_hold()
    {
        var tokens = await DelegationTokens.GetAsync([new FakeIssuer("nn", 5000).Issuer, new FakeIssuer("rm", 3000).Issuer], "yarn", Cancellation);
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(3000), await tokens.RenewAsync(Cancellation));
    }

    [Fact]
    public async Task Several_ResourceManagers_are_one_service()
    {
        HadoopEndpoint[] servers = [new("localhost", 8032), new("10.0.0.2", 8032)];
        Assert.Equal("127.0.0.1:8032,10.0.0.2:8032", await TokenService.FindAsync(servers, byAddress: true, Cancellation));
    }

    [Fact]
    public async Task A_host_is_called_by_its_address_or_in_lower_case()
    {
        HadoopEndpoint[] servers = [new("LocalHost", 8020)];
        Assert.Equal("127.0.0.1:8020", await TokenService.FindAsync(servers, byAddress: true, Cancellation));
        Assert.Equal("localhost:8020", await TokenService.FindAsync(servers, byAddress: false, Cancellation));
    }

    [Fact]
    public async Task An_unknown_host_is_named()
    {
        var failure = await Assert.ThrowsAsync<RpcConnectionException>(
            () => TokenService.FindAsync([new HadoopEndpoint("no-such-host.invalid", 8020)], byAddress: true, Cancellation));
        Assert.Contains("no-such-host.invalid", failure.Message);
    }
}
