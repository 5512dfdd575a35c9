namespace Skein.Cli;

/// <summary>The user ended a command whose work is half done, which another run completes.</summary>
/// <param name="remedy">What to do, as the second half of a sentence.</param>
/// <param name="cause">What ended it.</param>
internal sealed class IncompleteException(string remedy, OperationCanceledException cause) : OperationCanceledException(remedy, cause, cause.CancellationToken);
