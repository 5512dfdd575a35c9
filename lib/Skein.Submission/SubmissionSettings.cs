using Skein.Security;

namespace Skein.Submission;

/// <summary>What a submission takes from its surroundings rather than from the specification.</summary>
public sealed record SubmissionSettings
{
    private const string HashMemoryFile = "hashes";

    /// <summary>The executable that is shipped into every container: normally the running one.</summary>
    public required string BinaryPath { get; init; }

    /// <summary>The pair used where the specification brings none.</summary>
    public required CertificatePair Certificates { get; init; }

    /// <summary>File in which hashes of local files are remembered; null: nothing is remembered.</summary>
    public string? HashMemory { get; init; }

    /// <summary>The submitter's <c>LANG</c>; null: not passed on.</summary>
    public string? Language { get; init; }

    /// <summary>Whether services whose containers are larger than the cluster gives are refused. Default true.</summary>
    public bool RefusesOversizedServices { get; init; } = true;

    /// <summary>Gets one sentence for each thing arranged otherwise than asked; null: nobody looks.</summary>
    public Action<string>? Note { get; init; }

    /// <summary>Where this user's hashes are remembered: <c>skein/hashes</c> in <c>$XDG_CACHE_HOME</c>, by default <c>~/.cache</c>; null if
    /// neither is known.</summary>
    // Never a directory that others write to: who writes the memory of hashes says which upload stands for a file.
    public static string? FindHashMemory(Func<string, string?> environment)
    {
        if (environment("XDG_CACHE_HOME") is { } cache && Path.IsPathRooted(cache))
            return Path.Combine(cache, "skein", HashMemoryFile);
        return environment("HOME") is { } home && Path.IsPathRooted(home) ? Path.Combine(home, ".cache", "skein", HashMemoryFile) : null;
    }
}
