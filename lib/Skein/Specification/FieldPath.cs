using System.Globalization;

namespace Skein.Specification;

/// <summary>The way from the specification to one of its values, as <c>services.web.depends[0]</c>.</summary>
internal sealed record FieldPath
{
    private FieldPath(FieldPath? parent, string segment)
    {
        Parent = parent;
        Segment = segment;
    }

    /// <summary>The specification itself; shown as empty text.</summary>
    public static FieldPath Root { get; } = new(null, "");

    public FieldPath? Parent { get; }

    private string Segment { get; }

    /// <summary>A field of this object, or what a key of this map stands for.</summary>
    public FieldPath Field(string name) => new(this, IsPlain(name) ? name : NameHints.Quote(name));

    /// <summary>An item of this list, counted from 0.</summary>
    public FieldPath Item(int index) => new(this, string.Create(CultureInfo.InvariantCulture, $"[{index}]"));

    public override string ToString()
    {
        if (Parent is null)
            return "";
        var before = Parent.ToString();
        return before.Length == 0 || Segment[0] == '[' ? before + Segment : $"{before}.{Segment}";
    }

    private static bool IsPlain(string name)
    {
        foreach (var letter in name)
        {
            if (!char.IsLetterOrDigit(letter) && letter is not ('_' or '-' or '.' or '/' or '+' or '@' or ':' or '#' or '?' or '%'))
                return false;
        }

        return name.Length is > 0 and <= 100;
    }
}
