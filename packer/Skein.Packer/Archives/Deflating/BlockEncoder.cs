using System.Buffers.Binary;
using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Skein.Packer.Archives.Deflating;

/// <summary>Writes sequences as deflate blocks, in whichever of the three ways is the shortest.</summary>
/// <remarks>
/// RFC 1951, 3.2.3:
/// <code>
///   last block 1 bit (here always 0)   type 2 bits: 0 stored, 1 fixed codes, 2 codes of its own
///   stored: bits up to a byte's border   length 2 bytes   its complement 2 bytes   the bytes
///   others: head of type 2   *( literal / length, extra bits, distance, extra bits )   end of block
/// </code>
/// </remarks>
internal sealed unsafe class BlockEncoder
{
    private const int LongestWord = 15;
    private const int TypeBits = 3;
    private const uint Stored = 0;
    private const uint FixedCodes = 1 << 1;
    private const uint OwnCodes = 2 << 1;
    private const int MaxStored = ushort.MaxValue;

    // What a block may take beyond its bits: the byte that was begun, rounding, the head of a stored block, and the 8 bytes that a flush
    // overwrites.
    private const int Slack = 16;

    // A word and its length in one number: 24 bits for a length's word and extra bits, 8 for how many they are.
    private const int WordBits = 24;
    private const uint WordMask = (1u << WordBits) - 1;

    private static readonly byte[] LengthSymbols = DeflateSymbols.CreateLengthTable();
    private static readonly HuffmanCode FixedLiterals = CreateFixed(288, static symbol => symbol switch { < 144 => 8, < 256 => 9, < 280 => 7, _ => 8 });
    private static readonly HuffmanCode FixedDistances = CreateFixed(32, static _ => 5);

    private readonly HuffmanCode _literalCode = new(DeflateSymbols.LiteralCount, LongestWord);
    private readonly HuffmanCode _distanceCode = new(DeflateSymbols.DistanceCount, LongestWord);
    private readonly CodeLengths _codeLengths = new();
    private readonly uint[] _literalCounts = new uint[DeflateSymbols.LiteralCount];
    private readonly uint[] _distanceCounts = new uint[DeflateSymbols.DistanceCount];
    private readonly uint[] _literalWords = new uint[256];
    private readonly uint[] _lengthWords = new uint[DeflateSymbols.MaxMatch + 1];
    private readonly uint[] _distanceWords = new uint[DeflateSymbols.DistanceCount];

    // The byte that was begun.
    private ulong _pendingBits;
    private int _pendingCount;

    /// <summary>Begins at the border of a byte, whatever became of earlier blocks.</summary>
    public void Begin() => (_pendingBits, _pendingCount) = (0, 0);

    /// <summary>Appends a block.</summary>
    /// <param name="content">What the sequences stand for.</param>
    /// <param name="length">Bytes of it.</param>
    /// <param name="sequences">The sequences.</param>
    /// <param name="output">Receives the whole bytes; the last few bits may wait for the next block.</param>
    public void Append(byte* content, int length, ReadOnlySpan<Sequence> sequences, PooledBuffer output)
    {
        Count(content, sequences);
        _literalCode.Fit(_literalCounts);
        _distanceCode.Fit(_distanceCounts);
        var ownBits = _codeLengths.Fit(_literalCode, _distanceCode) + CountBits(_literalCode, _distanceCode);
        var fixedBits = CountBits(FixedLiterals, FixedDistances);
        // Up to a byte less than it takes, where the byte that was begun has no room for the head.
        var storedBits = 8L * (length + ((length + MaxStored - 1) / MaxStored * 5));
        if (storedBits < Math.Min(ownBits, fixedBits))
            AppendStored(new ReadOnlySpan<byte>(content, length), output);
        else
            AppendCoded(content, sequences, ownBits < fixedBits, (int)(Math.Min(ownBits, fixedBits) / 8), output);
    }

    /// <summary>Ends the byte that was begun: with an empty stored block, which is what a reader expects there.</summary>
    public void Align(PooledBuffer output) => AppendStored([], output);

    private void AppendStored(ReadOnlySpan<byte> content, PooledBuffer output)
    {
        Span<byte> lengths = stackalloc byte[4];
        do
        {
            var part = content[..Math.Min(content.Length, MaxStored)];
            content = content[part.Length..];
            fixed (byte* start = output.GetSpan(part.Length + Slack))
            {
                var writer = new BitWriter(start, _pendingBits, _pendingCount);
                writer.Add(Stored, TypeBits);
                writer.Align();
                BinaryPrimitives.WriteUInt16LittleEndian(lengths, (ushort)part.Length);
                BinaryPrimitives.WriteUInt16LittleEndian(lengths[2..], (ushort)~part.Length);
                writer.Copy(lengths);
                writer.Copy(part);
                Finish(in writer, start, output);
            }
        }
        while (!content.IsEmpty);
    }

    private void AppendCoded(byte* content, ReadOnlySpan<Sequence> sequences, bool hasOwnCodes, int size, PooledBuffer output)
    {
        fixed (byte* start = output.GetSpan(size + Slack))
        {
            var writer = new BitWriter(start, _pendingBits, _pendingCount);
            writer.Add(hasOwnCodes ? OwnCodes : FixedCodes, TypeBits);
            writer.Flush();
            if (hasOwnCodes)
                _codeLengths.Write(ref writer);
            var literals = hasOwnCodes ? _literalCode : FixedLiterals;
            SetWords(literals, hasOwnCodes ? _distanceCode : FixedDistances);
            writer = Write(content, sequences, writer);
            writer.Add(literals.Words[DeflateSymbols.EndOfBlock], literals.Lengths[DeflateSymbols.EndOfBlock]);
            writer.Flush();
            Debug.Assert(writer.Output - start <= size + 2, "a block is longer than its codes told");
            Finish(in writer, start, output);
        }
    }

    private BitWriter Write(byte* content, ReadOnlySpan<Sequence> sequences, BitWriter writer)
    {
        fixed (uint* literalWords = _literalWords, lengthWords = _lengthWords, distanceWords = _distanceWords)
        {
            foreach (var sequence in sequences)
            {
                // Three words of 15 bits, or two and a length's 20, fit behind the 7 that may be pending.
                var end = content + sequence.Literals;
                for (; end - content >= 3; content += 3)
                {
                    Add(ref writer, literalWords[content[0]]);
                    Add(ref writer, literalWords[content[1]]);
                    Add(ref writer, literalWords[content[2]]);
                    writer.Flush();
                }

                while (content < end)
                    Add(ref writer, literalWords[*content++]);
                if (sequence.Length != 0)
                {
                    Add(ref writer, lengthWords[sequence.Length]);
                    writer.Flush();
                    var symbol = DeflateSymbols.OfDistance(sequence.Distance);
                    Add(ref writer, distanceWords[symbol]);
                    writer.Add((uint)(sequence.Distance - DeflateSymbols.DistanceBases[symbol]), DeflateSymbols.DistanceExtraBits[symbol]);
                    content += sequence.Length;
                }

                writer.Flush();
            }
        }

        return writer;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(ref BitWriter writer, uint word) => writer.Add(word & WordMask, (int)(word >> WordBits));

    private void Finish(in BitWriter writer, byte* start, PooledBuffer output)
    {
        output.Advance((int)(writer.Output - start));
        _pendingBits = writer.PendingBits;
        _pendingCount = writer.PendingCount;
    }

    private void Count(byte* content, ReadOnlySpan<Sequence> sequences)
    {
        Array.Clear(_literalCounts);
        Array.Clear(_distanceCounts);
        _literalCounts[DeflateSymbols.EndOfBlock] = 1;
        fixed (uint* literals = _literalCounts, distances = _distanceCounts)
        fixed (byte* lengthSymbols = LengthSymbols)
        {
            foreach (var sequence in sequences)
            {
                for (var end = content + sequence.Literals; content < end; content++)
                    literals[*content]++;
                if (sequence.Length == 0)
                    continue;
                literals[DeflateSymbols.FirstLength + lengthSymbols[sequence.Length]]++;
                distances[DeflateSymbols.OfDistance(sequence.Distance)]++;
                content += sequence.Length;
            }
        }
    }

    private long CountBits(HuffmanCode literals, HuffmanCode distances)
    {
        long bits = TypeBits;
        for (var symbol = 0; symbol < DeflateSymbols.LiteralCount; symbol++)
        {
            var extra = symbol < DeflateSymbols.FirstLength ? 0 : DeflateSymbols.LengthExtraBits[symbol - DeflateSymbols.FirstLength];
            bits += (long)_literalCounts[symbol] * (literals.Lengths[symbol] + extra);
        }

        for (var symbol = 0; symbol < DeflateSymbols.DistanceCount; symbol++)
            bits += (long)_distanceCounts[symbol] * (distances.Lengths[symbol] + DeflateSymbols.DistanceExtraBits[symbol]);
        return bits;
    }

    private void SetWords(HuffmanCode literals, HuffmanCode distances)
    {
        for (var literal = 0; literal < 256; literal++)
            _literalWords[literal] = literals.Words[literal] | ((uint)literals.Lengths[literal] << WordBits);
        for (var length = DeflateSymbols.MinMatch; length <= DeflateSymbols.MaxMatch; length++)
        {
            var symbol = LengthSymbols[length];
            var wordLength = literals.Lengths[DeflateSymbols.FirstLength + symbol];
            var word = literals.Words[DeflateSymbols.FirstLength + symbol] | ((uint)(length - DeflateSymbols.LengthBases[symbol]) << wordLength);
            _lengthWords[length] = word | ((uint)(wordLength + DeflateSymbols.LengthExtraBits[symbol]) << WordBits);
        }

        for (var symbol = 0; symbol < DeflateSymbols.DistanceCount; symbol++)
            _distanceWords[symbol] = distances.Words[symbol] | ((uint)distances.Lengths[symbol] << WordBits);
    }

    private static HuffmanCode CreateFixed(int symbols, Func<int, int> lengthOf)
    {
        Span<byte> lengths = stackalloc byte[symbols];
        for (var symbol = 0; symbol < symbols; symbol++)
            lengths[symbol] = (byte)lengthOf(symbol);
        var code = new HuffmanCode(symbols, LongestWord);
        code.Set(lengths);
        return code;
    }
}
