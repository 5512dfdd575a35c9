namespace Skein.KeyValue.Ordered;

/// <summary>Copies of arrays that differ in one place.</summary>
internal static class ArrayCopies
{
    /// <summary>The array with another element at an index.</summary>
    public static T[] With<T>(this T[] array, int index, T element)
    {
        var copy = array.AsSpan().ToArray();
        copy[index] = element;
        return copy;
    }

    /// <summary>The array with one more element, before the one that is at an index now.</summary>
    public static T[] WithInserted<T>(this T[] array, int index, T element)
    {
        var copy = new T[array.Length + 1];
        array.AsSpan(0, index).CopyTo(copy);
        copy[index] = element;
        array.AsSpan(index).CopyTo(copy.AsSpan(index + 1));
        return copy;
    }
}
