using FsCheck;
using FsCheck.Fluent;
using Skein.KeyValue.Operations;
using Skein.KeyValue.Transactions;

namespace Skein.KeyValue.Tests.Model;

/// <summary>Makes up steps over few keys, values and owners, so that they get in each other's way.</summary>
internal static class Steps
{
    /// <summary>The grinning face is a pair of code units that sorts below the last key, and above it by code points.</summary>
    private static readonly Gen<string> Keys = Gen.Elements("", "a", "a\0", "ab", "b", "c", "ca", "d", "\U0001F600", "\uffee");

    private static readonly Gen<KeyRange> Ranges = Gen.OneOf(
        Keys.Select(KeyRange.Single),
        Keys.SelectMany(static start => Keys.Select(end => new KeyRange(start, end))));

    private static readonly Gen<byte[]> Values = Gen.Elements<byte[]>([], [0x00], [0x7f], [0x80], [0xff], [0x7f, 0x01]);

    private static readonly Gen<Owner?> Owners = Gen.Elements<Owner?>(
        null, null, new Owner("s", 0), new Owner("s", 1), new Owner("t", 0), new Owner("s", 2), new Owner("u", 0));

    private static readonly Gen<bool> Seldom = Gen.Frequency((4, Gen.Constant(false)), (1, Gen.Constant(true)));

    private static readonly Gen<Operation> Puts =
        from key in Keys
        from value in Values
        from owner in Owners
        from keepValue in Seldom
        from keepOwner in Seldom
        select (Operation)new Put { Key = key, Value = value, Owner = owner, KeepValue = keepValue, KeepOwner = keepOwner };

    private static readonly Gen<Operation> Gets =
        from range in Ranges
        from countOnly in Seldom
        select (Operation)new GetRange(range, countOnly);

    private static readonly Gen<Operation> Operations = Gen.Frequency(
        (4, Puts), (2, Gets), (1, Ranges.Select(static range => (Operation)new DeleteRange(range))));

    private static readonly Gen<Condition> Conditions =
        from key in Keys
        from comparison in Gen.Elements(Enum.GetValues<ConditionOperator>())
        from owner in Owners
        from value in Values
        from kind in Gen.Choose(0, 2)
        select kind switch
        {
            0 => new OwnerCondition(key, comparison, owner),
            1 => (Condition)new ValueCondition(key, comparison, value),
            _ => new ValueCondition(key, comparison, null),
        };

    private static readonly Gen<Step> Transactions =
        from conditions in ListOf(Conditions, 2)
        from onSuccess in ListOf(Operations, 4)
        from onFailure in ListOf(Operations, 4)
        select Step.Of(new Transaction(conditions, onSuccess, onFailure));

    private static readonly Gen<Step> Singles = Gen.Frequency(
        (6, Operations.Select(Step.Of)),
        (3, Transactions),
        (1, Gen.Elements(new Owner("s", 0), new Owner("t", 0)).Select(Step.OfEnd)));

    /// <summary>Some hundred steps; a failing list is made shorter by leaving steps out.</summary>
    public static Arbitrary<Step[]> Arbitrary { get; } = Arb.From(ListOf(Singles, 150), Shorten);

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
