using Skein.Security;

namespace Skein.Submission.Planning;

/// <summary>Everything a plan is made from beside the specification: facts, gathered before.</summary>
public sealed record PlanInputs
{
    /// <summary>Text form, <c>application_TIMESTAMP_NUMBER</c>.</summary>
    public required string ApplicationId { get; init; }

    /// <summary>Root of the default file system, where staging and uploads go.</summary>
    public required Uri FileSystem { get; init; }

    /// <summary>The submitting user's home directory there.</summary>
    public required string HomeDirectory { get; init; }

    /// <summary>Whether other users can pass through the home directory and <c>.skein</c> in it, as files with visibility PUBLIC need.</summary>
    public bool HomeIsTraversable { get; init; }

    /// <summary>Every local file the specification names, by absolute path.</summary>
    public required IReadOnlyDictionary<string, LocalFile> LocalFiles { get; init; }

    /// <summary>The running executable, shipped into every container.</summary>
    public required LocalFile Binary { get; init; }

    /// <summary>The submitter's certificate pair, used where the specification brings none.</summary>
    public required CertificatePair Certificates { get; init; }

    /// <summary>The keytab of the specification; null: it names none, or the cluster has no use for it. A secret.</summary>
    public ReadOnlyMemory<byte>? Keytab { get; init; }

    /// <summary>The effective client configuration as site XML, without secrets.</summary>
    public required ReadOnlyMemory<byte> Configuration { get; init; }

    /// <summary>User the containers act as on a cluster with simple authentication; null on a secure one.</summary>
    public string? SimpleUser { get; init; }

    /// <summary>The submitter's <c>LANG</c>; null: not passed on.</summary>
    public string? Language { get; init; }

    /// <summary>Names the type only: the keytab is a secret.</summary>
    public override string ToString() => nameof(PlanInputs);
}
