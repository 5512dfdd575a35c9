namespace Skein.Packer;

/// <summary>The environment or the options do not allow packing; what to do is in the user's hands.</summary>
/// <remarks>Disk and permission failures stay <see cref="IOException"/> and <see cref="UnauthorizedAccessException"/>.</remarks>
public sealed class PackException : Exception
{
    /// <param name="message">One sentence: what is wrong, where, and what to do about it.</param>
    /// <param name="details">The things it is about, all of them, one a line; may be empty.</param>
    public PackException(string message, params IReadOnlyList<string> details)
        : base(message) => Details = details;

    /// <param name="problems">All that was found before anything was written; at least one.</param>
    public PackException(IReadOnlyList<PackProblem> problems)
        : this(
            problems is [var only] ? only.Message : $"{problems.Count} problems prevent packing",
            problems is [var single] ? single.Details : [.. problems.SelectMany(static problem => problem.Details.Prepend(problem.Message))])
    {
    }

    /// <inheritdoc cref="PackException(string, IReadOnlyList{string})"/>
    /// <param name="message">One sentence: what is wrong, where, and what to do about it.</param>
    /// <param name="cause">What made it known.</param>
    public PackException(string message, Exception cause)
        : base(message, cause) => Details = [];

    /// <summary>The files or packages the message is about, one a line, in order; empty when the message says it all.</summary>
    public IReadOnlyList<string> Details { get; }
}
