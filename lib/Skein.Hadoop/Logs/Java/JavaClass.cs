namespace Skein.Hadoop.Logs.Java;

/// <summary>A class as a stream of serialised objects describes it.</summary>
/// <param name="Name">Such as <c>java.util.HashMap</c>.</param>
/// <param name="Flags">How objects of it are written.</param>
/// <param name="Fields">Its own fields in the order of their values, without those of the superclass.</param>
/// <param name="Super">The serialisable superclass; null if there is none.</param>
internal sealed record JavaClass(string Name, byte Flags, IReadOnlyList<JavaField> Fields, JavaClass? Super)
{
    /// <summary>Classes from the root of the hierarchy to this one.</summary>
    public int Depth { get; } = 1 + (Super?.Depth ?? 0);

    /// <summary>Fields of an object, those of the superclasses first.</summary>
    public int FieldCount { get; } = Fields.Count + (Super?.FieldCount ?? 0);

    /// <summary>Place of a field among all of an object; -1 if there is none of this name.</summary>
    public int IndexOf(string field)
    {
        for (var i = 0; i < Fields.Count; i++)
        {
            if (Fields[i].Name == field)
                return FieldCount - Fields.Count + i;
        }

        return Super?.IndexOf(field) ?? -1;
    }
}
