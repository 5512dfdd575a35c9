using Skein.Hadoop.Security;
using Skein.LocalCluster.Tokens;

namespace Skein.LocalCluster.Hosting;

/// <summary>The files by whose tokens commands come to the cluster.</summary>
internal static class ClusterTokens
{
    /// <summary>Writes the owner's and those of all guests; guests whom only an earlier cluster knew lose theirs, which opens nothing any more.</summary>
    /// <param name="directory">Where.</param>
    /// <param name="service">The ResourceManager's address, <c>ip:port</c>.</param>
    /// <param name="owner">The owner's.</param>
    /// <param name="guests">Those of guests, by their names.</param>
    public static void Write(
        ClusterDirectory directory, string service, ClientToken owner, IReadOnlyDictionary<string, ClientToken> guests)
    {
        Write(directory.Credentials, owner.For(service));
        foreach (var old in Directory.EnumerateFiles(directory.Root, Path.GetFileName(directory.CredentialsOf("*"))))
            File.Delete(old);
        foreach (var (name, token) in guests)
            Write(directory.CredentialsOf(name), token.For(service));
    }

    private static void Write(string path, Token token)
    {
        var credentials = new Credentials();
        credentials.Add(token);
        ClusterDirectory.Write(path, credentials.ToBytes());
    }
}
