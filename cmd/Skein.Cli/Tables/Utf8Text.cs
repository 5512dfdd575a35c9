using System.Buffers;
using System.Text;

namespace Skein.Cli.Tables;

/// <summary>Passes UTF-8 on to a text writer as it comes, so that a long document is never whole in memory.</summary>
/// <param name="output">Receives the text.</param>
internal sealed class Utf8Text(TextWriter output) : IBufferWriter<byte>
{
    private const int Size = 1 << 14;

    // A character may begin in one piece and end in the next.
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private byte[] _bytes = new byte[Size];
    private char[] _characters = [];

    public void Advance(int count)
    {
        var most = Encoding.UTF8.GetMaxCharCount(count);
        if (_characters.Length < most)
            _characters = new char[most];
        var length = _decoder.GetChars(_bytes.AsSpan(0, count), _characters, flush: false);
        output.Write(_characters, 0, length);
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (_bytes.Length < sizeHint)
            _bytes = new byte[sizeHint];
        return _bytes;
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;
}
