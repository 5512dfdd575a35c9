using System.Buffers;
using System.Text;

namespace Skein.Hadoop.Logs.TFile;

/// <summary>Writes what <see cref="TFileIndexReader"/> reads, and the indexes by which Java finds records, into memory.</summary>
internal sealed class TFileIndexWriter
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    public ReadOnlyMemory<byte> Written => _bytes.WrittenMemory;

    public TFileIndexWriter Number(long value)
    {
        Span<byte> bytes = stackalloc byte[TFileVarint.MaximumLength];
        return Raw(bytes[..TFileVarint.Encode(value, bytes)]);
    }

    public TFileIndexWriter Text(string value) => Counted(Encoding.UTF8.GetBytes(value));

    public TFileIndexWriter Region(TFileRegion value) => Number(value.Offset).Number(value.CompressedLength).Number(value.Length);

    /// <summary>Bytes led by their count.</summary>
    public TFileIndexWriter Counted(ReadOnlySpan<byte> value) => Number(value.Length).Raw(value);

    public TFileIndexWriter Raw(ReadOnlySpan<byte> value)
    {
        _bytes.Write(value);
        return this;
    }
}
