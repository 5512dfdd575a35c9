namespace Skein.KeyValue;

/// <summary>A reader was slower than the store changed, and was dropped. What it missed can not be had any more: read the latest
/// revision, and go on from there.</summary>
public sealed class LagException()
    : Exception("A reader of the key-value store was dropped because it fell further behind than changes are kept for it");
