namespace Skein.Packer;

/// <summary>A reason not to pack, found before anything is written.</summary>
/// <param name="Message">One sentence: what is wrong and what to do about it.</param>
/// <param name="Details">The files or packages it is about, all of them, in order; empty when the message says it all.</param>
public sealed record PackProblem(string Message, params IReadOnlyList<string> Details);
