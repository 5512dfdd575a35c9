using FsCheck;
using FsCheck.Fluent;
using Skein.KeyValue.Operations;
using Skein.KeyValue.Transactions;

namespace Skein.KeyValue.Tests.Model;

/// <summary>Makes up steps over few keys, values and owners, so that they get in each other's way.</summary>
internal static class Steps
{
    /// <summary>The grinning face is a pair of code units that sorts below the last key, and above it by code points.</summary>
    private static readonly Gen<string> s_key = Gen.Elements("", "a", "a\0", "ab", "b", "c", "ca", "d", "\U0001F600", "\uffee");

    private static readonly Gen<KeyRange> s_range = Gen.OneOf(
        s_key.Select(KeyRange.Single),
        s_key.SelectMany(static start => s_key.Select(end => new KeyRange(start, end))));

    private static readonly Gen<byte[]> s_value = Gen.Elements<byte[]>([], [0x00], [0x7f], [0x80], [0xff], [0x7f, 0x01]);

    private static readonly Gen<Owner?> s_owner = Gen.Elements<Owner?>(
        null, null, new Owner("s", 0), new Owner("s", 1), new Owner("t", 0), new Owner("s", 2), new Owner("u", 0));

    private static readonly Gen<bool> s_seldom = Gen.Frequency((4, Gen.Constant(false)), (1, Gen.Constant(true)));

    private static readonly Gen<Operation> s_put =
        from key in s_key
        from value in s_value
        from owner in s_owner
        from keepValue in s_seldom
        from keepOwner in s_seldom
        select (Operation)new Put { Key = key, Value = value, Owner = owner, KeepValue = keepValue, KeepOwner = keepOwner };

    private static readonly Gen<Operation> s_get =
        from range in s_range
        from countOnly in s_seldom
        select (Operation)new GetRange(range, countOnly);

    private static readonly Gen<Operation> s_operation = Gen.Frequency(
        (4, s_put), (2, s_get), (1, s_range.Select(static range => (Operation)new DeleteRange(range))));

    private static readonly Gen<Condition> s_condition =
        from key in s_key
        from comparison in Gen.Elements(Enum.GetValues<ConditionOperator>())
        from owner in s_owner
        from value in s_value
        from kind in Gen.Choose(0, 2)
        select kind switch
        {
            0 => new OwnerCondition(key, comparison, owner),
            1 => (Condition)new ValueCondition(key, comparison, value),
            _ => new ValueCondition(key, comparison, null),
        };

    private static readonly Gen<Step> s_transaction =
        from conditions in ListOf(s_condition, 2)
        from onSuccess in ListOf(s_operation, 4)
        from onFailure in ListOf(s_operation, 4)
        select Step.Of(new Transaction(conditions, onSuccess, onFailure));

    private static readonly Gen<Step> s_step = Gen.Frequency(
        (6, s_operation.Select(Step.Of)),
        (3, s_transaction),
        (1, Gen.Elements(new Owner("s", 0), new Owner("t", 0)).Select(Step.OfEnd)));

    /// <summary>Some hundred steps; a failing list is made shorter by leaving steps out.</summary>
    public static Arbitrary<Step[]> Arbitrary { get; } = Arb.From(ListOf(s_step, 150), Shorten);

    private static Gen<T[]> ListOf<T>(Gen<T> item, int most) => Gen.Choose(0, most).SelectMany(count => item.ArrayOf(count));

    private static IEnumerable<Step[]> Shorten(Step[] steps)
    {
        for (var length = steps.Length / 2; length > 0; length /= 2)
        {
            for (var from = 0; from + length <= steps.Length; from += length)
                yield return [.. steps[..from], .. steps[(from + length)..]];
        }
    }
}
