using Skein.KeyValue.Transactions;

namespace Skein.KeyValue.Tests.Transactions;

public sealed class ConditionTests
{
    public static TheoryData<ConditionOperator, bool, bool, bool> Operators => new()
    {
        // Holds when the left side is less, equal, greater.
        { ConditionOperator.Equal, false, true, false },
        { ConditionOperator.NotEqual, true, false, true },
        { ConditionOperator.Less, true, false, false },
        { ConditionOperator.LessOrEqual, true, true, false },
        { ConditionOperator.Greater, false, false, true },
        { ConditionOperator.GreaterOrEqual, false, true, true },
    };

    [Theory]
    [MemberData(nameof(Operators))]
    public void Values_compare_byte_by_byte_and_then_by_length(ConditionOperator comparison, bool less, bool equal, bool greater)
    {
        Assert.Equal(less, Holds([1, 2], comparison, [1, 3]));
        Assert.Equal(less, Holds([1], comparison, [1, 0]));
        Assert.Equal(less, Holds([], comparison, [0]));
        Assert.Equal(equal, Holds([1, 2], comparison, [1, 2]));
        Assert.Equal(equal, Holds([], comparison, []));
        Assert.Equal(greater, Holds([2], comparison, [1, 9]));
    }

    [Theory]
    [MemberData(nameof(Operators))]
    public void Values_compare_as_unsigned_bytes(ConditionOperator comparison, bool less, bool equal, bool greater)
    {
        Assert.Equal(less, Holds([0x7f], comparison, [0x80]));
        Assert.Equal(less, Holds([0x00], comparison, [0xff]));
        Assert.Equal(equal, Holds([0xff], comparison, [0xff]));
        Assert.Equal(greater, Holds([0x80], comparison, [0x7f]));
    }

    [Theory]
    [MemberData(nameof(Operators))]
    public void Owners_compare_by_service_and_then_by_number(ConditionOperator comparison, bool less, bool equal, bool greater)
    {
        Assert.Equal(less, Holds(new Owner("a", 9), comparison, new Owner("b", 0)));
        Assert.Equal(less, Holds(new Owner("a", 9), comparison, new Owner("a", 10)));
        Assert.Equal(equal, Holds(new Owner("a", 9), comparison, new Owner("a", 9)));
        Assert.Equal(greater, Holds(new Owner("B", 0), comparison, new Owner("A", 1)));
    }

    [Theory]
    [InlineData(ConditionOperator.Equal, true, false, false)]
    [InlineData(ConditionOperator.NotEqual, false, true, true)]
    [InlineData(ConditionOperator.Less, false, false, false)]
    [InlineData(ConditionOperator.LessOrEqual, false, false, false)]
    [InlineData(ConditionOperator.Greater, false, false, false)]
    [InlineData(ConditionOperator.GreaterOrEqual, false, false, false)]
    public void A_missing_side_is_equal_to_a_missing_side_only(ConditionOperator comparison, bool both, bool left, bool right)
    {
        var entry = new KeyValueEntry("k", new byte[] { 1 }, new Owner("a", 0));
        var unowned = new KeyValueEntry("k", new byte[] { 1 });

        Assert.Equal(both, new ValueCondition("k", comparison, null).Holds(null));
        Assert.Equal(left, new ValueCondition("k", comparison, new byte[] { 1 }).Holds(null));
        Assert.Equal(right, new ValueCondition("k", comparison, null).Holds(entry));

        Assert.Equal(both, new OwnerCondition("k", comparison, null).Holds(null));
        Assert.Equal(both, new OwnerCondition("k", comparison, null).Holds(unowned));
        Assert.Equal(left, new OwnerCondition("k", comparison, new Owner("a", 0)).Holds(unowned));
        Assert.Equal(right, new OwnerCondition("k", comparison, null).Holds(entry));
    }

    private static bool Holds(byte[] left, ConditionOperator comparison, byte[] right) =>
        new ValueCondition("k", comparison, right).Holds(new KeyValueEntry("k", left));

    private static bool Holds(Owner left, ConditionOperator comparison, Owner right) =>
        new OwnerCondition("k", comparison, right).Holds(new KeyValueEntry("k", default, left));
}
