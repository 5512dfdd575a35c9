using Skein.Hadoop.Configuration;
using Skein.Hadoop.Logs;
using Skein.Hadoop.Security;
using Skein.Hadoop.Security.Gssapi;
using Skein.Hadoop.Tests.Security.Kerberos;
using Skein.Hadoop.Tests.Web;

namespace Skein.Hadoop.Tests.Logs;

/// <summary>A NodeManager whose web server wants a login by Kerberos.</summary>
[Collection(KerberosRealm.Variables)]
public sealed class NodeLogsLoginTests(KerberosRealm realm) : IClassFixture<KerberosRealm>
{
    private const string Container = "container_1_0001_01_000002";
    private const string Logs = $"/ws/v1/node/containers/{Container}/logs";
    private const string Cookie = "hadoop.auth=\"u=alice\"";

    [Fact]
    public async Task Logs_are_read_after_one_login()
    {
        realm.Require();
        await realm.AdministerAsync("addprinc -randkey HTTP/localhost", $"ktadd -k {realm.At("web.keytab")} HTTP/localhost");
        KerberosRealm.Set("KRB5_KTNAME", $"FILE:{realm.At("web.keytab")}");
        await using var node = new ScriptedWebServer();
        node.Answer($"{Logs}*", Answer);
        var user = new UserIdentity("alice", new Credentials()) { Kerberos = KerberosLogin.FromKeytab("alice", realm.At("alice.keytab")) };
        using var logs = new NodeLogs(HadoopConfiguration.FromProperties([]), user, TimeProvider.System);
        var names = new List<string>();
        await foreach (var file in logs.Read($"localhost:{node.Port}", Container).Files.WithCancellation(TestContext.Current.CancellationToken))
            names.Add(file.Name);
        Assert.Equal(["a", "b"], names);
        // Refused, let in, and then twice by the cookie.
        Assert.Equal(["", "Authorization", "Cookie", "Cookie"], node.Received.Select(Proof));
    }

    private static ScriptedAnswer Answer(ScriptedRequest request)
    {
        var headers = "";
        if (Proof(request) == "Authorization")
        {
            using var context = new GssapiAcceptor();
            var proof = context.Accept(Convert.FromBase64String(request.Headers["Authorization"]["Negotiate ".Length..]));
            headers = $"WWW-Authenticate: Negotiate {Convert.ToBase64String(proof)}\r\nSet-Cookie: {Cookie}; Path=/\r\n";
        }
        else if (request.Headers.GetValueOrDefault("Cookie") != Cookie)
        {
            return new ScriptedAnswer("", "401 Unauthorized", "WWW-Authenticate: Negotiate\r\n");
        }

        return request.Target.StartsWith($"{Logs}?", StringComparison.Ordinal)
            ? new ScriptedAnswer("""{"containerLogsInfo": {"containerLogInfo": [{"fileName": "a"}, {"fileName": "b"}]}}""", Headers: headers)
            : new ScriptedAnswer("End of LogType:a.\n", Headers: headers);
    }

    private static string Proof(ScriptedRequest request) =>
        request.Headers.ContainsKey("Authorization") ? "Authorization" : request.Headers.ContainsKey("Cookie") ? "Cookie" : "";
}
