using System.Text;

namespace Skein.Packer.Unpacking;

/// <summary>A file whose content depends on the place of the environment, as it was packed. Offsets and sizes are in bytes.</summary>
/// <param name="Path">Path below the environment.</param>
/// <param name="Size">Size.</param>
/// <param name="Text">What is at <paramref name="Occurrences"/>: the prefix that the file was packed with.</param>
/// <param name="Occurrences">Where that prefix is, in order.</param>
/// <param name="Passages">What was rewritten to work anywhere, in order; apart from the occurrences.</param>
/// <param name="Rooms">
/// Strings of a file whose size must not change, in order; each occurrence is in one of them. Empty for a file that may change its size.
/// </param>
internal sealed record PlacedFile(
    string Path,
    long Size,
    string Text,
    IReadOnlyList<long> Occurrences,
    IReadOnlyList<Passage> Passages,
    IReadOnlyList<Room> Rooms)
{
    /// <summary>
    /// Whether it stays as it was packed where a prefix is longer than its rooms: no package left room in it for any other place. Default
    /// false: such a prefix is refused.
    /// </summary>
    public bool MayStay { get; init; }

    /// <summary>Whether the rooms are too small for a prefix.</summary>
    public bool IsTooSmallFor(string prefix) => Rooms.Count > 0 && Encoding.UTF8.GetByteCount(prefix) > Encoding.UTF8.GetByteCount(Text);

    /// <summary>Further names of the file in the archive.</summary>
    public IReadOnlyList<string> HardLinks { get; init; } = [];
}
