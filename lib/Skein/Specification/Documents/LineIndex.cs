using System.Text;

namespace Skein.Specification.Documents;

/// <summary>Turns byte offsets of a UTF-8 text into lines and columns.</summary>
internal readonly ref struct LineIndex
{
    private readonly ReadOnlySpan<byte> _utf8;
    private readonly List<int> _starts = [0];

    public LineIndex(ReadOnlySpan<byte> utf8)
    {
        _utf8 = utf8;
        for (var next = utf8.IndexOf((byte)'\n'); next >= 0;)
        {
            _starts.Add(_starts[^1] + next + 1);
            next = utf8[_starts[^1]..].IndexOf((byte)'\n');
        }
    }

    /// <summary>The position of a byte, its column counted in characters.</summary>
    public DocumentPosition PositionOf(long offset)
    {
        var found = _starts.BinarySearch((int)offset);
        var line = found >= 0 ? found : ~found - 1;
        return PositionOf(line, offset - _starts[line]);
    }

    /// <summary>The position of a byte, both counted from 0.</summary>
    public DocumentPosition PositionOf(long line, long byteInLine)
    {
        var start = _starts[(int)Math.Min(line, _starts.Count - 1)];
        var length = (int)Math.Min(byteInLine, _utf8.Length - start);
        return new DocumentPosition((int)line + 1, Encoding.UTF8.GetCharCount(_utf8.Slice(start, length)) + 1);
    }
}
