using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Skein.Packer.Archives.Deflating;

/// <summary>Remembers where the last four strings with the same hash began.</summary>
/// <remarks>
/// A bucket is one vector of four entries, the latest first; an entry is a place with some more bits of the string's hash above it, so
/// that one subtraction tells for all four whether they are of the same string and near enough, and how far away. Places go on from
/// content to content, with a gap that is wider than any match reaches: what is left of an earlier content is too far away, and the
/// buckets need not be cleared each time. Results depend on the content alone.
/// </remarks>
internal sealed unsafe class RecentPlaces
{
    /// <summary>Bytes that are hashed: shorter strings are hardly worth their distance.</summary>
    public const int HashedLength = 5;

    /// <summary>Bytes that are read for it.</summary>
    public const int ReadLength = 8;

    /// <summary>Content that can be followed at once, in bytes.</summary>
    public const int MaxContent = (1 << PlaceBits) - (2 * Gap);

    private const int PlaceBits = 21;
    private const int TagBits = 32 - PlaceBits;
    private const int BucketBits = 14;
    private const int Gap = 1 << 15;
    private const uint MaxDistance = Gap - 1;

    // Odd, with its bits well mixed.
    private const ulong Multiplier = 0x9fb2_1c65_1e98_df25;

    private readonly byte[] _memory = GC.AllocateUninitializedArray<byte>((1 << (BucketBits + 4)) + Vector128<byte>.Count, pinned: true);
    private readonly Vector128<uint>* _buckets;
    private uint _end = 1 << PlaceBits;

    public RecentPlaces() => _buckets = (Vector128<uint>*)(((nuint)Unsafe.AsPointer(ref _memory[0]) + 15) & ~(nuint)15);

    /// <summary>Begins with another content.</summary>
    /// <param name="length">Its bytes, at most <see cref="MaxContent"/>.</param>
    /// <returns>The place of its first byte.</returns>
    public uint Begin(int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, MaxContent);
        if (_end + Gap + length > 1 << PlaceBits)
        {
            new Span<Vector128<uint>>(_buckets, 1 << BucketBits).Clear();
            _end = 0;
        }

        var start = _end + Gap;
        _end = start + (uint)length;
        return start;
    }

    /// <summary>Remembers a string.</summary>
    /// <param name="text">The string; <see cref="ReadLength"/> bytes can be read.</param>
    /// <param name="place">Its place.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(byte* text, uint place)
    {
        var hash = Hash(text);
        var bucket = _buckets + (hash >> TagBits);
        *bucket = Push(*bucket, (hash << PlaceBits) | place);
    }

    /// <summary>Remembers a string, and finds the same one before it.</summary>
    /// <param name="text">The string; <see cref="ReadLength"/> bytes can be read.</param>
    /// <param name="place">Its place.</param>
    /// <returns>How many bytes before it the last ones began, the nearest first; 0 for none. Few of them are of another string.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<uint> Exchange(byte* text, uint place)
    {
        var hash = Hash(text);
        var bucket = _buckets + (hash >> TagBits);
        var entry = (hash << PlaceBits) | place;
        var earlier = *bucket;
        *bucket = Push(earlier, entry);
        var distances = Vector128.Create(entry) - earlier;
        return distances & Vector128.Equals(distances & Vector128.Create(~MaxDistance), Vector128<uint>.Zero);
    }

    // Bits for the bucket above bits for the tag.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Hash(byte* text) =>
        (uint)(((Unsafe.ReadUnaligned<ulong>(text) << (64 - (8 * HashedLength))) * Multiplier) >> (64 - BucketBits - TagBits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> Push(Vector128<uint> bucket, uint entry)
    {
        // WithElement takes a detour by memory on the oldest processors that this is compiled for.
        var shifted = Vector128.Shuffle(bucket, Vector128.Create(0u, 0, 1, 2)) & Vector128.Create(0, uint.MaxValue, uint.MaxValue, uint.MaxValue);
        return shifted | Vector128.CreateScalar(entry);
    }
}
