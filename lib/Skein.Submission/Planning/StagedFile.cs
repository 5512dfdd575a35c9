namespace Skein.Submission.Planning;

/// <summary>A small file that belongs to one application, written into its staging directory.</summary>
/// <param name="Name">Name in the staging directory.</param>
/// <param name="Content">Its bytes; may be a secret.</param>
public sealed record StagedFile(string Name, ReadOnlyMemory<byte> Content)
{
    /// <summary>Names the file only: the content may be a key.</summary>
    public override string ToString() => Name;
}
