using System.Buffers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Skein.Packer.Inventory;

/// <summary>A SHA-256 hash, held in place; all zeros stand for none.</summary>
internal readonly record struct Sha256Hash(ulong First, ulong Second, ulong Third, ulong Fourth)
{
    public const int Length = SHA256.HashSizeInBytes;

    public bool IsKnown => this != default;

    /// <returns>The hash; none if the text is not one.</returns>
    /// <param name="hexadecimal">64 digits.</param>
    public static Sha256Hash Parse(ReadOnlySpan<char> hexadecimal)
    {
        Span<byte> bytes = stackalloc byte[Length];
        return hexadecimal.Length == 2 * Length && Convert.FromHexString(hexadecimal, bytes, out _, out _) == OperationStatus.Done
            ? FromBytes(bytes)
            : default;
    }

    /// <param name="bytes">The hash, <see cref="Length"/> bytes.</param>
    public static Sha256Hash FromBytes(ReadOnlySpan<byte> bytes) => MemoryMarshal.Read<Sha256Hash>(bytes);

    public static Sha256Hash Of(ReadOnlySpan<byte> content)
    {
        Span<byte> bytes = stackalloc byte[Length];
        SHA256.HashData(content, bytes);
        return FromBytes(bytes);
    }

    public void CopyTo(Span<byte> bytes) => MemoryMarshal.Write(bytes, this);
}
