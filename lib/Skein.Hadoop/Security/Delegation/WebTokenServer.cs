using Skein.Hadoop.Configuration;
using Skein.Hadoop.Kms;
using Skein.Hadoop.Rpc;
using Skein.Hadoop.WebHdfs;

namespace Skein.Hadoop.Security.Delegation;

/// <summary>A web server that gives out delegation tokens.</summary>
/// <param name="Roots">Where its operations are; several stand in for each other.</param>
/// <param name="Kind">What its tokens are, one of <see cref="TokenKinds"/>.</param>
/// <param name="Service">Finds what its tokens call it.</param>
/// <param name="CancelsByLogin">Whether a token is cancelled by who logs in; else by whoever has it.</param>
internal sealed record WebTokenServer(
    IReadOnlyList<Uri> Roots, string Kind, Func<CancellationToken, Task<string>> Service, bool CancelsByLogin)
{
    /// <summary>WebHDFS. Its tokens are HDFS's by another name, which tells how they are renewed.</summary>
    /// <param name="uri">Scheme <c>webhdfs</c> or <c>swebhdfs</c> and authority.</param>
    /// <param name="configuration">Settings: where the web servers of a name of several NameNodes are, and <c>hadoop.security.token.service.use_ip</c>.</param>
    /// <exception cref="HadoopConfigurationException">No host is named, or a name of several NameNodes is configured by half.</exception>
    public static WebTokenServer OfNameNode(Uri uri, HadoopConfiguration configuration)
    {
        var server = WebHdfsClient.FindServer(uri);
        var kind = server.Scheme == Uri.UriSchemeHttps ? TokenKinds.SecureWebHdfsDelegation : TokenKinds.WebHdfsDelegation;
        if (WebHdfsClient.FindService(uri, configuration) is { } several)
        {
            var roots = new Uri[several.NameNodes.Count];
            for (var i = 0; i < roots.Length; i++)
                roots[i] = new Uri($"{server.Scheme}://{several.NameNodes[i]}{WebHdfsClient.Prefix}/");
            return new WebTokenServer(
                roots,
                kind,
                _ => Task.FromResult(WebHdfsIdentity.ServiceOf(uri.Scheme, several)),
                CancelsByLogin: true);
        }

        var byAddress = configuration.GetBool(ConfigurationKeys.TokenServiceByAddress, true);
        return new WebTokenServer(
            [new Uri(server, WebHdfsClient.Prefix + "/")],
            kind,
            cancellation => TokenService.FindAsync([new HadoopEndpoint(server.Host, server.Port)], byAddress, cancellation),
            CancelsByLogin: true);
    }

    /// <summary>A KMS. Its tokens are for its address as it is configured, whichever of its servers answers.</summary>
    public static WebTokenServer OfKeys(KmsAddress address)
    {
        var roots = new Uri[address.Servers.Count];
        for (var i = 0; i < roots.Length; i++)
            roots[i] = new Uri($"{address.Servers[i].AbsoluteUri}/v1/");
        return new WebTokenServer(roots, TokenKinds.KeyManagement, _ => Task.FromResult(address.Text), CancelsByLogin: false);
    }
}
