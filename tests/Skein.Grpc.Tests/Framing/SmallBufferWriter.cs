using System.Buffers;

namespace Skein.Grpc.Tests;

/// <summary>Hands out no more than a few bytes at a time.</summary>
internal sealed class SmallBufferWriter(int size) : IBufferWriter<byte>
{
    private readonly List<byte> _written = [];
    private byte[] _current = [];

    public byte[] ToArray() => [.. _written];

    public void Advance(int count) => _written.AddRange(_current.AsSpan(0, count));

    public Memory<byte> GetMemory(int sizeHint = 0) => _current = new byte[Math.Max(size, sizeHint)];

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;
}
