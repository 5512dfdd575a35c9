namespace Skein.Specification;

/// <summary>An amount of a resource type that the cluster's administrators have defined.</summary>
/// <param name="Value">At least 0, in <paramref name="Units"/>.</param>
/// <param name="Units">YARN's: empty, <c>m</c>, <c>k</c>, <c>Gi</c> and their like; exactly as the cluster declares the type.</param>
public sealed record ResourceAmount(long Value, string Units = "");
