namespace Skein.Cli.Tests;

public sealed class CountedTests
{
    [Theory]
    [InlineData(0, "0 files are")]
    [InlineData(1, "1 file is")]
    [InlineData(12_345, "12,345 files are")]
    public void One_is_told_in_the_singular(int count, string expected) => Assert.Equal(expected, Counted.Of(count, "file is", "files are"));
}
