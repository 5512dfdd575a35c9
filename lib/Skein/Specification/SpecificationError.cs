using System.Globalization;

namespace Skein.Specification;

/// <summary>One thing that is wrong with a specification.</summary>
/// <param name="Source">Name of the text, most often a file; empty for a specification that came as a message.</param>
/// <param name="Line">From 1; 0: unknown, or the text as a whole.</param>
/// <param name="Column">From 1, in characters; 0 as <paramref name="Line"/>.</param>
/// <param name="Path">The field, as <c>services.web.depends[0]</c>; empty: the specification as a whole.</param>
/// <param name="Message">What is wrong with the field and what to write instead, without a final full stop.</param>
public sealed record SpecificationError(string Source, int Line, int Column, string Path, string Message)
{
    /// <summary><c>file:line:column: path.to.field: what is wrong</c>, without the parts that are unknown.</summary>
    public override string ToString()
    {
        var place = Line > 0 ? string.Create(CultureInfo.InvariantCulture, $"{Source}:{Line}:{Column}") : Source;
        return string.Join(": ", new[] { place, Path, Message }.Where(static part => part.Length > 0));
    }
}
