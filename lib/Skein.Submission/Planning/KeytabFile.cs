using Skein.Hadoop.Configuration;
using Skein.Hadoop.FileSystems;
using Skein.Specification;
using Skein.Submission.Clusters;

namespace Skein.Submission.Planning;

/// <summary>Reads the keytab that a specification gives to its application.</summary>
internal static class KeytabFile
{
    // A key takes some hundred bytes.
    private const int MaximumLength = 1 << 20;

    /// <summary>Its bytes; null on a cluster that has no use for it.</summary>
    /// <exception cref="InvalidSubmissionException">It can not be used; the sentence says what to change.</exception>
    public static async Task<ReadOnlyMemory<byte>?> ReadAsync(
        KeytabSpec security, ClusterConnection cluster, Action<string>? note, CancellationToken cancellation)
    {
        if (!cluster.Configuration.IsSecure)
        {
            note?.Invoke("security: the cluster has no Kerberos, so the application gets no keytab");
            return null;
        }

        if (ClusterFiles.LocalPath(security.Keytab) is not { } path)
            throw new InvalidSubmissionException($"security.keytab: {security.Keytab.Source} is not on this machine; name a local file");
        // Whoever holds keys of another user could do as that user what this application is asked to.
        var owner = LoginSettings.FindUser(cluster.Configuration, security.Principal, path);
        if (owner != cluster.User.Name)
        {
            throw new InvalidSubmissionException(
                $"security.principal: {security.Principal} is {owner} on this cluster, but the application runs as {cluster.User.Name}; name a principal of {cluster.User.Name}");
        }

        try
        {
            await using var file = RegularFile.Open(path);
            if (file.Length > MaximumLength)
                throw new InvalidSubmissionException($"security.keytab: {path} is {file.Length} bytes long; that is no keytab");
            var bytes = new byte[file.Length];
            await file.ReadExactlyAsync(bytes, cancellation);
            return bytes;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidSubmissionException($"security.keytab: {path} can not be read: {e.Message}");
        }
    }
}
