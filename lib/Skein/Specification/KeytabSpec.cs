namespace Skein.Specification;

/// <summary>Whose keys an application gets on a cluster with Kerberos, to work on past the lifetime of its tokens.</summary>
public sealed record KeytabSpec
{
    /// <summary>The principal whose keys they are; it has to be who the application runs as.</summary>
    public required string Principal { get; init; }

    /// <summary>The file of its keys.</summary>
    public required FileSpec Keytab { get; init; }
}
