namespace Skein.KeyValue;

/// <summary>The container that owns a key: the key disappears when the container ends.</summary>
/// <param name="Service">Name of the container's service.</param>
/// <param name="Instance">Number of the container within its service.</param>
public readonly record struct Owner(string Service, int Instance) : IComparable<Owner>
{
    /// <summary>Orders by service name (UTF-16 code units), then by number.</summary>
    public int CompareTo(Owner other)
    {
        var byService = string.CompareOrdinal(Service, other.Service);
        return byService != 0 ? byService : Instance.CompareTo(other.Instance);
    }

    public static bool operator <(Owner left, Owner right) => left.CompareTo(right) < 0;

    public static bool operator <=(Owner left, Owner right) => left.CompareTo(right) <= 0;

    public static bool operator >(Owner left, Owner right) => left.CompareTo(right) > 0;

    public static bool operator >=(Owner left, Owner right) => left.CompareTo(right) >= 0;

    /// <summary>The form messages use, such as <c>worker_3</c>.</summary>
    public override string ToString() => $"{Service}_{Instance}";
}
