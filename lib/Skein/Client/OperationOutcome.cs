using Skein.Protocol;

namespace Skein.Client;

/// <summary>What one operation of a transaction found.</summary>
/// <param name="Count">Keys that were read, counted or deleted, or were there before a swap. 0 for other puts.</param>
/// <param name="Entries">What they held, at the moment of a read or before a pop or a swap. Empty for other operations.</param>
public sealed record OperationOutcome(int Count, IReadOnlyList<KeyEntry> Entries)
{
    /// <summary>The first of <see cref="Entries"/>, which is the only one of an operation on a single key; null: none.</summary>
    public KeyEntry? Entry => Entries.Count > 0 ? Entries[0] : null;

    internal static OperationOutcome Of(OpResponse response) => response.ResponseCase switch
    {
        OpResponse.ResponseOneofCase.GetRange => new(response.GetRange.Count, KeyEntry.Of(response.GetRange.Result)),
        OpResponse.ResponseOneofCase.DeleteRange => new(response.DeleteRange.Count, KeyEntry.Of(response.DeleteRange.Result)),
        OpResponse.ResponseOneofCase.PutKey when response.PutKey.Previous is { } previous => new(1, [KeyEntry.Of(previous)]),
        _ => new(0, []),
    };
}
