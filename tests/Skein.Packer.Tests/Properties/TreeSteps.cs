using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Skein.Packer.Tests.Properties;

/// <summary>Makes up directories out of what archives are known to stumble over.</summary>
internal static class TreeSteps
{
    private const int Megabyte = 1 << 20;
    private const int LongestName = 255;

    // Below the limit of 4,096 bytes with room for the directory of the test.
    private const int LongestPath = 3900;

    private static readonly Gen<string> Letters = Gen.Elements(
        "a", "b", "Z", "0", " ", "\n", "\t", "%", "=", "\\", "'", "\"", "-", ".", "~", "*", "\u007f", "ä", "e\u0301", "日", "🐍");

    private static readonly Gen<string> ShortNames =
        from length in Gen.Choose(1, 12)
        from letters in Letters.ListOf(length)
        select string.Concat(letters);

    // As many bytes as the fields of a header have, and one more or less.
    private static readonly Gen<string> LongNames =
        from length in Gen.Elements(99, 100, 101, 154, 155, 156, LongestName)
        from letter in Gen.Elements("n", "ä", "日")
        select string.Concat(Enumerable.Repeat(letter, length / Encoding.UTF8.GetByteCount(letter))).PadRight(1, 'n');

    private static readonly Gen<string> Names = Gen.Frequency(
        (6, ShortNames),
        (2, LongNames),
        (2, Gen.Elements("PaxHeader", "PaxHeaders.0", "@LongLink", "././@LongLink", "11 path=x", "...", "-rf", "a", "b"))).Where(IsName);

    private static readonly Gen<IReadOnlyList<string>> Directories = Gen.Frequency(
        (4, ListOf(Gen.Elements("a", "b", "c"), 3)),
        (2, ListOf(Names, 4)),
        (1, ListOf(Gen.Constant(new string('d', 250)), 15)));

    private static readonly Gen<string> Targets = Gen.Frequency(
        (3, Gen.Elements("a", "b", "a/b", "../a", ".", "..", "/", "nowhere", "/nonexistent/place", "a/../b//c/.")),
        (2, ShortNames),
        (1, Gen.Elements(99, 100, 101, 255, 4000).Select(static length => new string('t', length))));

    private static readonly Gen<int> Sizes = Gen.Frequency(
        (8, Gen.Elements(0, 1, 511, 512, 513, 10_000)),
        (1, Gen.Elements((Megabyte / 2) - 1, Megabyte / 2, (Megabyte / 2) + 1, Megabyte - 512, Megabyte - 1, Megabyte, Megabyte + 1, (2 * Megabyte) + 7)));

    private static readonly Gen<TreeStep> Steps =
        from directory in Directories
        from name in Names
        from kind in Gen.Frequency(
            (6, Gen.Constant('f')), (1, Gen.Constant('s')), (2, Gen.Constant('h')), (3, Gen.Constant('l')), (2, Gen.Constant('d')))
        from size in Sizes
        from mode in Gen.Choose(0, 0b111_111_111_111)
        from modified in Gen.Elements(0, 1, 1_600_000_000, int.MaxValue, 1L << 32)
        from target in Targets
        select new TreeStep(directory, name, kind, size, mode, modified, target);

    public static Arbitrary<IReadOnlyList<TreeStep>> Arbitrary { get; } = Arb.From(ListOf(Steps.Where(Fits), 16), Smaller);

    private static bool IsName(string name) => name is not ("." or "..") && !name.Contains('/') && Encoding.UTF8.GetByteCount(name) is > 0 and <= LongestName;

    private static bool Fits(TreeStep step) => Encoding.UTF8.GetByteCount($"{string.Join('/', step.Directory)}/{step.Name}") <= LongestPath;

    private static Gen<IReadOnlyList<T>> ListOf<T>(Gen<T> elements, int most) =>
        from length in Gen.Choose(0, most)
        from list in elements.ListOf(length)
        select (IReadOnlyList<T>)[.. list];

    // Without its first or second half, then without each one.
    private static IEnumerable<IReadOnlyList<TreeStep>> Smaller(IReadOnlyList<TreeStep> steps)
    {
        if (steps.Count > 3)
        {
            yield return [.. steps.Skip(steps.Count / 2)];
            yield return [.. steps.Take(steps.Count / 2)];
        }

        for (var i = 0; i < steps.Count; i++)
            yield return [.. steps.Where((_, at) => at != i)];
    }
}
