using Skein.Specification;

namespace Skein.Tests.Specification;

public sealed class MemorySizeTests
{
    [Theory]
    [InlineData("512", 512)]
    [InlineData("0", 0)]
    [InlineData("1 GiB", 1024)]
    [InlineData("1gib", 1024)]
    [InlineData("1 G i B", 1024)]
    [InlineData("1gi", 1024)]
    [InlineData("100 MB", 96)]
    [InlineData("100 m", 96)]
    [InlineData("5kB", 1)]
    [InlineData("5k", 1)]
    [InlineData("1b", 1)]
    [InlineData("1048577 b", 2)]
    [InlineData("2049 KiB", 3)]
    [InlineData("1 gb", 954)]
    [InlineData("1 tb", 953675)]
    [InlineData("1 TiB", 1048576)]
    [InlineData("1 pb", 953674317)]
    [InlineData("1 PiB", 1073741824)]
    [InlineData("1.5 GiB", 1536)]
    [InlineData("1e3", 1000)]
    [InlineData("1e3 MiB", 1000)]
    [InlineData("1_000", 1000)]
    [InlineData("1.", 1)]
    [InlineData("MiB", 1)]
    [InlineData("GiB", 1024)]
    [InlineData("2.1", 3)]
    public void An_amount_is_MiB_rounded_up(string text, int mebibytes)
    {
        Assert.True(MemorySize.TryParse(text, out var parsed, out var fault), fault);
        Assert.Equal(mebibytes, parsed);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(".5 GiB")]
    [InlineData("1e")]
    [InlineData("1__0")]
    [InlineData("1_")]
    [InlineData("1_.5")]
    [InlineData("+1")]
    [InlineData("1,5 GiB")]
    [InlineData("GiB 1")]
    [InlineData("1 zb")]
    [InlineData("inf")]
    [InlineData("nan")]
    [InlineData("1e400")]
    [InlineData("3 PiB")]
    [InlineData("0x10")]
    [InlineData("1\t")]
    [InlineData("١")]
    public void Anything_else_is_refused_with_a_reason(string text)
    {
        Assert.False(MemorySize.TryParse(text, out _, out var fault));
        Assert.NotNull(fault);
    }

    [Fact]
    public void A_negative_amount_is_refused()
    {
        Assert.False(MemorySize.TryParse("-1 GiB", out _, out var fault));
        Assert.Equal("memory must be positive", fault);
    }

    [Theory]
    [InlineData("memory: 2", 2)]
    [InlineData("memory: 1.2", 2)]
    [InlineData("memory: 0x10", 16)]
    [InlineData("memory: 1e3", 1000)]
    [InlineData("memory: '3 GiB'", 3072)]
    public void A_specification_takes_numbers_and_text(string field, int mebibytes) =>
        Assert.Equal(mebibytes, Specifications.Read(Specifications.WithMaster($"resources: {{{field}, vcores: 1}}")).Master.Resources.Memory);

    [Theory]
    [InlineData("memory: -1", "memory must be positive")]
    [InlineData("memory: -99999999999999999999", "memory must be positive")]
    [InlineData("memory: 99999999999999999999", "is more memory than can be asked for (2147483647 MiB)")]
    [InlineData("memory: .nan", "is not an amount of memory")]
    [InlineData("memory: .inf", "is more memory than can be asked for")]
    [InlineData("memory: true", "must be an amount of memory, as 512 MiB, not a boolean")]
    public void A_specification_explains_other_amounts(string field, string message) =>
        Assert.Contains(
            "master.resources.memory: " + message,
            Specifications.ErrorOf(Specifications.WithMaster($"resources: {{{field}, vcores: 1}}")),
            StringComparison.Ordinal);
}
