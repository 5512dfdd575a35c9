using Skein.Security;

namespace Skein.Submission;

/// <summary>What a submission takes from its surroundings rather than from the specification.</summary>
public sealed record SubmissionSettings
{
    /// <summary>The executable that is shipped into every container: normally the running one.</summary>
    public required string BinaryPath { get; init; }

    /// <summary>The pair used where the specification brings none.</summary>
    public required CertificatePair Certificates { get; init; }

    /// <summary>File in which hashes of local files are remembered; null: nothing is remembered.</summary>
    public string? HashMemory { get; init; }

    /// <summary>The submitter's <c>LANG</c>; null: not passed on.</summary>
    public string? Language { get; init; }

    /// <summary>Gets one sentence for each thing arranged otherwise than asked; null: nobody looks.</summary>
    public Action<string>? Note { get; init; }
}
