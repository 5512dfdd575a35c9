namespace Skein.Specification;

/// <summary>Who may see and change the application. <c>*</c> in a list means everybody.</summary>
public sealed record AclsSpec
{
    /// <summary>Default false: only the cluster's own rules apply.</summary>
    public bool Enable { get; init; }

    public IReadOnlyList<string> ViewUsers { get; init; } = [];

    public IReadOnlyList<string> ViewGroups { get; init; } = [];

    public IReadOnlyList<string> ModifyUsers { get; init; } = [];

    public IReadOnlyList<string> ModifyGroups { get; init; } = [];

    /// <summary>Users of the web pages, beside the owner.</summary>
    public IReadOnlyList<string> UiUsers { get; init; } = [];
}
