using Skein.Hadoop.Configuration;
using Skein.Hadoop.FileSystems;
using Skein.Hadoop.Rpc;
using Skein.Hadoop.Security;
using Skein.Hadoop.Security.Delegation;
using Skein.Hadoop.Security.Gssapi;
using Skein.Hadoop.Tests.Security.Kerberos;

namespace Skein.Hadoop.Tests.Hdfs.Encryption;

/// <summary>An encryption zone as containers use it: by tokens, without a ticket.</summary>
[Collection(KerberosRealm.Variables)]
public sealed class SecureZoneTests(SecureZoneCluster cluster) : IClassFixture<SecureZoneCluster>, IDisposable
{
    private readonly string _tokenFile = Path.GetTempFileName();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => File.Delete(_tokenFile);

    [Fact]
    public async Task Tokens_alone_open_a_zone_to_this_client_and_to_Hadoops_own_until_they_are_cancelled()
    {
        var configuration = cluster.Configuration();
        await using var rpc = new RpcClient(RpcSettings.Read(configuration));
        var alice = new UserIdentity("alice", new Credentials()) { Kerberos = KerberosLogin.FromKeytab("alice", cluster.Keytab("alice")) };
        var issuers = await new FileSystemFactory(configuration, alice, rpc).FindTokenIssuersAsync([], Cancellation);
        var tokens = await DelegationTokens.GetAsync(issuers, "alice", Cancellation);
        var container = new UserIdentity("alice", new Credentials());
        tokens.AddTo(container.Credentials);
        Assert.Equal([TokenKinds.HdfsDelegation, TokenKinds.KeyManagement], container.Credentials.Tokens.Values.Select(token => token.Kind));
        Assert.True(await tokens.RenewAsync(Cancellation) > DateTimeOffset.UtcNow);

        var files = new FileSystemFactory(configuration, container, rpc).OpenDefault();
        var path = $"{ZoneCluster.Zone}/{Guid.NewGuid():N}";
        await using (var writer = new StreamWriter(await files.CreateAsync(path, new FileCreation(), Cancellation)))
            await writer.WriteAsync("written by tokens");
        using (var reader = new StreamReader(await files.OpenReadAsync(path, Cancellation)))
            Assert.Equal("written by tokens", await reader.ReadToEndAsync(Cancellation));

        await File.WriteAllBytesAsync(_tokenFile, container.Credentials.ToBytes(), Cancellation);
        cluster.UseTokens(_tokenFile);
        Assert.Contains("written by tokens", await cluster.ShellAsync("-cat", path));
        cluster.UseTicket("alice");
        var asked = cluster.Kms.Received.Count;
        await cluster.RenewAsync(_tokenFile);
        Assert.Contains(cluster.Kms.Received.Skip(asked), request => request.Target.Contains("op=RENEWDELEGATIONTOKEN", StringComparison.Ordinal));

        await tokens.CancelAsync(token => token.Kind == TokenKinds.KeyManagement, Cancellation);
        var refused = await Assert.ThrowsAsync<FileSystemException>(() => files.OpenReadAsync(path, Cancellation));
        Assert.Contains("refuses (HTTP 403)", refused.Message);
        await tokens.CancelAsync(Cancellation);
    }
}
