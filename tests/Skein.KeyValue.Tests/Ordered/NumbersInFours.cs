using Skein.KeyValue.Ordered;

namespace Skein.KeyValue.Tests.Ordered;

/// <summary>Numbers in nodes for four, the narrowest there are: every way to split and to mend comes up with few items.</summary>
internal readonly struct NumbersInFours : IItemOrder<int, int>
{
    public static int NodeCapacity => 4;

    public static int KeyOf(int item) => item;

    public static int Compare(int left, int right) => left.CompareTo(right);
}
