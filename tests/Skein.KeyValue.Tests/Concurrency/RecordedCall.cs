namespace Skein.KeyValue.Tests.Concurrency;

/// <summary>A call as it was seen from outside.</summary>
/// <param name="Start">When it was made, on a clock that all calls share and that no two events have the same time of.</param>
/// <param name="End">When it returned.</param>
/// <param name="Apply">The state after the call, if made in a state; null if it can not have returned what it did in that state.</param>
/// <param name="Text">For messages.</param>
internal sealed record RecordedCall<TState>(int Start, int End, Func<TState, TState?> Apply, string Text)
    where TState : struct;
