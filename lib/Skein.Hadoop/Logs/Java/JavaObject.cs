namespace Skein.Hadoop.Logs.Java;

/// <summary>An object read from a stream: the values of its fields, and what its class wrote after them.</summary>
internal sealed class JavaObject(JavaClass type)
{
    private List<object?>? _elements;

    public JavaClass Type { get; } = type;

    /// <summary>
    /// Values in the order of <see cref="JavaClass.IndexOf"/>: whole numbers as <see cref="long"/>, strings, objects; null also for
    /// the types that aggregated logs do not use.
    /// </summary>
    public object?[] Values { get; } = type.FieldCount == 0 ? [] : new object?[type.FieldCount];

    /// <summary>The objects that the class's own writing method wrote, such as the elements of a list.</summary>
    public IReadOnlyList<object?> Elements => _elements ?? (IReadOnlyList<object?>)[];

    public void Add(object? element) => (_elements ??= []).Add(element);

    /// <exception cref="InvalidDataException">There is no such field, or it is of another type.</exception>
    public T Get<T>(string field)
    {
        var index = Type.IndexOf(field);
        return index >= 0 && Values[index] is T wanted
            ? wanted
            : throw new InvalidDataException($"has an index with a {Type.Name} without a usable {field}");
    }
}
