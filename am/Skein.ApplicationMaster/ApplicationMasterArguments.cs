using Skein.Contract;

namespace Skein.ApplicationMaster;

/// <summary>What <c>skein am</c> is told on its command line.</summary>
public sealed record ApplicationMasterArguments
{
    /// <summary>
    /// Where the submitter staged the application's files: a path on the default file system, or an address such as
    /// <c>hdfs://host:8020/user/alice/.skein/application_…</c>. Removed with the application's end.
    /// </summary>
    public required string StagingDirectory { get; init; }

    /// <summary>Refuses a directory that can not be the application's own, since it is going to be removed with all that is in it.</summary>
    /// <param name="applicationId">Whose it has to be.</param>
    /// <exception cref="InvalidDataException">Its path does not end in <c>.skein/APPLICATION</c>.</exception>
    public void RequireOwn(string applicationId)
    {
        if (!StagingDirectory.TrimEnd('/').EndsWith($"/{SkeinFiles.StagingDirectory}/{applicationId}", StringComparison.Ordinal))
            throw new InvalidDataException($"the staging directory of {applicationId} can not be '{StagingDirectory}'");
    }
}
