namespace Skein.Specification;

/// <summary>A rule that a specification breaks.</summary>
/// <param name="Path">Where.</param>
/// <param name="Message">What is wrong, without the place.</param>
internal sealed record Violation(FieldPath Path, string Message);
