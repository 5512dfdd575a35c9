using System.Diagnostics.CodeAnalysis;

namespace Skein.Specification;

/// <summary>What reading a specification gave: the specification, or everything that is wrong with it.</summary>
/// <param name="Spec">The valid specification; null where there are errors.</param>
/// <param name="Errors">In the order of the text; empty where there is a specification.</param>
public sealed record SpecificationResult(ApplicationSpec? Spec, IReadOnlyList<SpecificationError> Errors)
{
    [MemberNotNullWhen(true, nameof(Spec))]
    public bool IsValid => Spec is not null;
}
