using Skein.Hadoop.Yarn;
using Skein.Hadoop.Yarn.Protocol;

namespace Skein.LocalCluster.Scheduling;

/// <summary>Amounts of the types of resources that only some clusters have, such as <c>yarn.io/gpu</c>. Default: nothing of any type.</summary>
internal readonly struct OtherAmounts : IEquatable<OtherAmounts>, IComparable<OtherAmounts>
{
    // In the order of the names, without zeros; null: nothing.
    private readonly KeyValuePair<string, long>[]? _amounts;

    private OtherAmounts(SortedDictionary<string, long> amounts)
    {
        var kept = new List<KeyValuePair<string, long>>(amounts.Count);
        foreach (var amount in amounts)
        {
            if (amount.Value != 0)
                kept.Add(amount);
        }

        _amounts = kept.Count > 0 ? [.. kept] : null;
    }

    /// <summary>Names and amounts, in the order of the names.</summary>
    public ReadOnlySpan<KeyValuePair<string, long>> Entries => _amounts;

    /// <summary>What a message holds beside memory and virtual cores, which have fields of their own.</summary>
    public static OtherAmounts Of(ResourceProto? resource)
    {
        if (resource is null || resource.ResourceValueMap.Count == 0)
            return default;
        var amounts = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var information in resource.ResourceValueMap)
        {
            if (information.Key is not (ContainerResources.Memory or ContainerResources.VirtualCores))
                amounts[information.Key] = information.Value;
        }

        return new OtherAmounts(amounts);
    }

    public static bool operator ==(OtherAmounts left, OtherAmounts right) => left.Equals(right);

    public static bool operator !=(OtherAmounts left, OtherAmounts right) => !left.Equals(right);

    public static OtherAmounts operator +(OtherAmounts left, OtherAmounts right) => left.Add(right, 1);

    public static OtherAmounts operator -(OtherAmounts left, OtherAmounts right) => left.Add(right, -1);

    public static OtherAmounts operator *(OtherAmounts amounts, int count) => default(OtherAmounts).Add(amounts, count);

    /// <summary>The larger amount of each type.</summary>
    public static OtherAmounts Largest(OtherAmounts left, OtherAmounts right)
    {
        var amounts = left.ToDictionary();
        foreach (var (type, amount) in right.Entries)
            amounts[type] = Math.Max(amount, amounts.GetValueOrDefault(type));
        return new OtherAmounts(amounts);
    }

    /// <summary>The amount of a type; 0 if there is none.</summary>
    public long this[string type]
    {
        get
        {
            foreach (var amount in Entries)
            {
                if (amount.Key == type)
                    return amount.Value;
            }

            return 0;
        }
    }

    public bool FitsInto(OtherAmounts free)
    {
        foreach (var (type, amount) in Entries)
        {
            if (amount > free[type])
                return false;
        }

        return true;
    }

    /// <summary>Those types alone that another has, too.</summary>
    public OtherAmounts Within(OtherAmounts known)
    {
        var amounts = ToDictionary();
        foreach (var (type, _) in Entries)
        {
            if (known[type] == 0)
                amounts.Remove(type);
        }

        return new OtherAmounts(amounts);
    }

    public bool Equals(OtherAmounts other) => CompareTo(other) == 0;

    public override bool Equals(object? obj) => obj is OtherAmounts other && Equals(other);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var (type, amount) in Entries)
        {
            hash.Add(type, StringComparer.Ordinal);
            hash.Add(amount);
        }

        return hash.ToHashCode();
    }

    public int CompareTo(OtherAmounts other)
    {
        var ours = Entries;
        var theirs = other.Entries;
        for (var i = 0; i < Math.Min(ours.Length, theirs.Length); i++)
        {
            var order = string.CompareOrdinal(ours[i].Key, theirs[i].Key);
            if (order == 0)
                order = ours[i].Value.CompareTo(theirs[i].Value);
            if (order != 0)
                return order;
        }

        return ours.Length.CompareTo(theirs.Length);
    }

    private OtherAmounts Add(OtherAmounts other, long times)
    {
        if (other._amounts is null)
            return this;
        var amounts = ToDictionary();
        foreach (var (type, amount) in other.Entries)
            amounts[type] = amounts.GetValueOrDefault(type) + (times * amount);
        return new OtherAmounts(amounts);
    }

    private SortedDictionary<string, long> ToDictionary()
    {
        var amounts = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var (type, amount) in Entries)
            amounts[type] = amount;
        return amounts;
    }
}
