using Skein.KeyValue.Changes;

namespace Skein.KeyValue;

/// <summary>What one commit did, without the revision it made: keeping it keeps nothing else alive.</summary>
/// <param name="Number">Number of the revision.</param>
/// <param name="Changes">The steps in their order.</param>
public readonly record struct Commit(long Number, ChangeList Changes);
