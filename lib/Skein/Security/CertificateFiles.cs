using Skein.Contract;

namespace Skein.Security;

/// <summary>Where the two halves of a certificate pair lie.</summary>
/// <param name="Certificate">Path of the certificate.</param>
/// <param name="Key">Path of its private key.</param>
public sealed record CertificateFiles(string Certificate, string Key)
{
    /// <summary>Whether at least one half is there. A lone half is a damaged pair, not a missing one.</summary>
    internal bool SomeExist => File.Exists(Certificate) || File.Exists(Key);

    internal bool Exist => File.Exists(Certificate) && File.Exists(Key);

    /// <summary>The user's pair in a directory of settings: <c>skein.crt</c> and <c>skein.pem</c>.</summary>
    public static CertificateFiles InConfiguration(string directory) =>
        new(Path.Combine(directory, SkeinFiles.ConfigCertificate), Path.Combine(directory, SkeinFiles.ConfigKey));

    /// <summary>The application's pair in a container's directory: <c>.skein.crt</c> and <c>.skein.pem</c>.</summary>
    public static CertificateFiles InContainer(string directory) =>
        new(Path.Combine(directory, SkeinFiles.Certificate), Path.Combine(directory, SkeinFiles.Key));

    /// <summary>The user's directory of settings: <c>$SKEIN_CONFIG</c>, by default <c>~/.skein</c>.</summary>
    /// <exception cref="CertificateException">Neither <c>SKEIN_CONFIG</c> nor a home directory is known.</exception>
    public static string ConfigurationDirectory(Func<string, string?> environment)
    {
        if (environment(SkeinVariables.Config) is { Length: > 0 } configured)
            return Path.GetFullPath(configured);
        var home = environment("HOME") is { Length: > 0 } variable
            ? variable
            : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return home.Length > 0
            ? Path.Combine(home, SkeinFiles.ConfigDirectory)
            : throw new CertificateException($"No home directory is known to look for certificates in: set {SkeinVariables.Config} to a directory of yours");
    }

    /// <summary>The pair of the application this process runs in, or null outside of one.</summary>
    /// <remarks>
    /// Containers may change their working directory, so the directories YARN names come first:
    /// <c>&lt;LOCAL_DIRS entry&gt;/&lt;CONTAINER_ID&gt;</c>, of which only one is the container's own.
    /// </remarks>
    /// <exception cref="CertificateException">The process runs in an application whose pair is in none of the directories.</exception>
    public static CertificateFiles? FindInContainer(Func<string, string?> environment, string workingDirectory)
    {
        if (string.IsNullOrEmpty(environment(SkeinVariables.ApplicationId)))
            return null;
        var candidates = new List<CertificateFiles>();
        if (environment(YarnVariables.ContainerId) is { Length: > 0 } container)
        {
            var directories = (environment(YarnVariables.LocalDirectories) ?? "")
                .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            candidates.AddRange(directories.Select(directory => InContainer(Path.Combine(directory, container))));
        }

        candidates.Add(InContainer(workingDirectory));
        return candidates.Find(static files => files.Exist) ?? throw new CertificateException(
            $"{SkeinVariables.ApplicationId} is set, but {SkeinFiles.Certificate} and {SkeinFiles.Key} are neither in {workingDirectory}"
            + $" nor below {YarnVariables.LocalDirectories}: run inside a container of the application, or unset {SkeinVariables.ApplicationId}");
    }
}
