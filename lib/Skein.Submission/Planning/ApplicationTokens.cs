using Skein.Hadoop.Security;
using Skein.Hadoop.Security.Delegation;
using Skein.Specification;
using Skein.Submission.Clusters;

namespace Skein.Submission.Planning;

/// <summary>By what an application shows a cluster with Kerberos whose it is.</summary>
/// <param name="Credentials">All of its tokens and secrets.</param>
/// <param name="Issued">Those of them that were got for this application alone.</param>
/// <param name="AreShared">Whether some are another's as well, so that they may not be cancelled when this application ends.</param>
public sealed record ApplicationTokens(Credentials Credentials, DelegationTokens Issued, bool AreShared)
{
    /// <summary>
    /// Gets tokens for the ResourceManager and for every file system that the specification names. In a container, where nothing but tokens says
    /// who calls, the application gets those of the container: no server gives new ones for old ones.
    /// </summary>
    /// <exception cref="IOException">A server can not be reached, or refuses.</exception>
    internal static async Task<ApplicationTokens> GetAsync(ClusterConnection cluster, ApplicationSpec specification, CancellationToken cancellation)
    {
        var credentials = cluster.User.Credentials.Without(TokenKinds.ApplicationMaster);
        var isShared = !credentials.IsEmpty;
        if (cluster.User.Kerberos is null)
            return new ApplicationTokens(credentials, DelegationTokens.None, isShared);
        var issued = await cluster.TokenSources.GetAsync(cluster.TokenSources.FindResourceManager(), FileSystems(specification), cancellation);
        issued.AddTo(credentials);
        return new ApplicationTokens(credentials, issued, isShared);
    }

    /// <summary>How many there are, nothing of them.</summary>
    public override string ToString() => Credentials.ToString();

    private static IEnumerable<Uri> FileSystems(ApplicationSpec specification)
    {
        foreach (var address in specification.FileSystems)
            yield return ClusterFiles.Root(FileUrl.Parse(address));
        foreach (var file in specification.Services.Values.SelectMany(service => service.Files.Values).Concat(specification.Master.Files.Values))
            yield return ClusterFiles.Root(FileUrl.Parse(file.Source));
    }
}
