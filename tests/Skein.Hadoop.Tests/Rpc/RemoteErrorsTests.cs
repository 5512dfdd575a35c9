using Skein.Hadoop.Rpc;

namespace Skein.Hadoop.Tests.Rpc;

public sealed class RemoteErrorsTests
{
    private const string Authorization = "org.apache.hadoop.security.authorize.AuthorizationException";

    [Theory]
    [InlineData(Authorization, "User: gateway is not allowed to impersonate alice", "hadoop.proxyuser.<user>.users or .groups")]
    [InlineData(Authorization, "Unauthorized connection for super-user: gateway from IP 10.0.0.1", "hadoop.proxyuser.<user>.hosts")]
    [InlineData(RemoteErrors.InvalidToken, "token (alice) can't be found in cache", "has expired, was cancelled")]
    public void A_refusal_that_has_a_remedy_names_it_behind_the_servers_words(string className, string message, string remedy)
    {
        var told = RemoteErrors.Explain(Error(className, message));
        Assert.StartsWith($"{message}; ", told);
        Assert.Contains(remedy, told);
    }

    [Theory]
    [InlineData(Authorization, "User alice is not authorized for protocol interface org.apache.hadoop.yarn.api.ApplicationClientProtocolPB")]
    [InlineData("java.io.IOException", "User: a is not allowed to impersonate b")]
    public void Any_other_is_told_as_it_came(string className, string message) =>
        Assert.Equal(message, RemoteErrors.Explain(Error(className, message)));

    private static RemoteException Error(string className, string message) => new(className, message, null, new HadoopEndpoint("rm", 8032));
}
