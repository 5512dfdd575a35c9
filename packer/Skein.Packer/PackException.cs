namespace Skein.Packer;

/// <summary>The environment or the options do not allow packing; what to do is in the user's hands.</summary>
/// <remarks>Disk and permission failures stay <see cref="IOException"/> and <see cref="UnauthorizedAccessException"/>.</remarks>
public sealed class PackException : Exception
{
    /// <param name="message">One sentence: what is wrong, where, and what to do about it.</param>
    /// <param name="details">The things it is about, all of them, one a line; may be empty.</param>
    public PackException(string message, params IReadOnlyList<string> details)
        : this([new PackProblem(message, details)])
    {
    }

    /// <param name="problems">All that was found before anything was written; at least one.</param>
    public PackException(IReadOnlyList<PackProblem> problems)
        : base(problems is [var only] ? only.Message : $"{problems.Count} problems prevent packing") => Problems = problems;

    /// <inheritdoc cref="PackException(string, IReadOnlyList{string})"/>
    /// <param name="message">One sentence: what is wrong, where, and what to do about it.</param>
    /// <param name="cause">What made it known.</param>
    public PackException(string message, Exception cause)
        : base(message, cause) => Problems = [new PackProblem(message)];

    /// <summary>All that prevents packing; at least one.</summary>
    public IReadOnlyList<PackProblem> Problems { get; }

    /// <summary>The files or packages the problems are about, one a line, in order; empty when the messages say it all.</summary>
    public IReadOnlyList<string> Details => [.. Problems.SelectMany(static problem => problem.Details)];
}
