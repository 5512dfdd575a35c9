namespace Skein.ApplicationMaster;

/// <summary>What <c>skein am</c> is told on its command line.</summary>
public sealed record ApplicationMasterArguments
{
    /// <summary>
    /// Where the submitter staged the application's files: a path on the default file system, or an address such as
    /// <c>hdfs://host:8020/user/alice/.skein/application_…</c>. Removed with the application's end.
    /// </summary>
    public required string StagingDirectory { get; init; }
}
