namespace Skein.Submission;

/// <summary>The cluster was asked properly and said no, or the application is not in the state that the request needs.</summary>
/// <param name="message">One sentence: what, where, and what to do.</param>
/// <param name="inner">The cause, or null.</param>
public sealed class ClusterRefusedException(string message, Exception? inner = null) : Exception(message, inner);
