using Skein.Specification;

namespace Skein.Submission.Planning;

/// <summary>What has to be on the cluster, and what YARN will be asked for once it is there.</summary>
/// <remarks>A plan is made once and never looks at the cluster; <see cref="SubmissionPlanner"/> makes it.</remarks>
public sealed record SubmissionPlan
{
    public required string ApplicationId { get; init; }

    /// <summary>The application's own directory, removed when it ends. Absolute path on the default file system.</summary>
    public required string StagingDirectory { get; init; }

    /// <summary>Root of the uploads that applications share, by contents.</summary>
    public required string CacheDirectory { get; init; }

    public required IReadOnlyList<PlannedUpload> Uploads { get; init; }

    public required IReadOnlyList<StagedFile> StagedFiles { get; init; }

    /// <summary>
    /// The specification as the application master gets it: every file a cluster URI, scripts behind their names, the tool's own files
    /// added. Sizes and times are still to be filled in.
    /// </summary>
    public required ApplicationSpec Specification { get; init; }

    /// <summary>Files of the application master's container, by link name.</summary>
    public required IReadOnlyDictionary<string, FileSpec> MasterFiles { get; init; }

    /// <summary>Environment of the application master's container.</summary>
    public required IReadOnlyDictionary<string, string> MasterEnvironment { get; init; }

    /// <summary>One sentence for each thing that was arranged otherwise than asked.</summary>
    public required IReadOnlyList<string> Notes { get; init; }
}
