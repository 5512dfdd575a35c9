namespace Skein.Specification.Documents;

/// <summary>Where a value starts in its text, both counted from 1.</summary>
internal readonly record struct DocumentPosition(int Line, int Column) : IComparable<DocumentPosition>
{
    public int CompareTo(DocumentPosition other) => Line != other.Line ? Line.CompareTo(other.Line) : Column.CompareTo(other.Column);
}
