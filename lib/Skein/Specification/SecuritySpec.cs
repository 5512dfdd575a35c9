namespace Skein.Specification;

/// <summary>A certificate pair: each half either a file or its PEM bytes, exactly one of the two.</summary>
public sealed record SecuritySpec
{
    public FileSpec? CertFile { get; init; }

    public ReadOnlyMemory<byte>? CertBytes { get; init; }

    public FileSpec? KeyFile { get; init; }

    public ReadOnlyMemory<byte>? KeyBytes { get; init; }

    /// <summary>Names the type only: the key is a secret.</summary>
    public override string ToString() => nameof(SecuritySpec);
}
