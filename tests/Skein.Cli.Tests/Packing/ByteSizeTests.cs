using Skein.Cli.Packing;

namespace Skein.Cli.Tests.Packing;

public sealed class ByteSizeTests
{
    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(999, "999 B")]
    [InlineData(1000, "1.0 kB")]
    [InlineData(999_949, "999.9 kB")]
    [InlineData(999_950, "1.0 MB")]
    [InlineData(458_212_345, "458.2 MB")]
    [InlineData(3_000_000_000, "3.0 GB")]
    [InlineData(long.MaxValue, "9.2 EB")]
    public void A_size_has_the_unit_a_person_would_choose(long bytes, string expected) => Assert.Equal(expected, ByteSize.Format(bytes));
}
