namespace Skein.Packer.Relocation;

/// <summary>Bytes that are put over others of a file.</summary>
/// <param name="Offset">Where in the file.</param>
/// <param name="Bytes">What is put there.</param>
internal readonly record struct FilePatch(long Offset, byte[] Bytes)
{
    /// <summary>Puts as much of the patch as concerns a part of the file over it.</summary>
    /// <param name="part">The part.</param>
    /// <param name="partOffset">Where in the file it begins.</param>
    public void ApplyTo(Span<byte> part, long partOffset)
    {
        var start = Math.Max(Offset, partOffset);
        var end = Math.Min(Offset + Bytes.Length, partOffset + part.Length);
        if (start < end)
            Bytes.AsSpan((int)(start - Offset), (int)(end - start)).CopyTo(part[(int)(start - partOffset)..]);
    }
}
