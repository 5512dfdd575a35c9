using Skein.Cli.Driver;

namespace Skein.Cli.Tests.Driver;

public sealed class RestPolicyTests
{
    private const long MiB = 1 << 20;

    private readonly RestPolicy _policy = new();

    [Fact]
    public void Rest_comes_once_after_a_rush_has_passed()
    {
        Assert.False(_policy.IsDue(40 * MiB));
        Assert.True(_policy.IsDue(40 * MiB + 1000));
        Assert.False(_policy.IsDue(40 * MiB + 2000));
    }

    [Fact]
    public void Busy_process_does_not_rest()
    {
        for (var allocated = 2 * MiB; allocated < 200 * MiB; allocated += 2 * MiB)
            Assert.False(_policy.IsDue(allocated));
    }

    [Fact]
    public void Many_small_works_are_a_rush_in_the_end()
    {
        var rests = 0;
        for (var allocated = 0L; allocated < 160 * MiB; allocated += MiB / 2)
            rests += _policy.IsDue(allocated) ? 1 : 0;
        Assert.InRange(rests, 8, 10);
    }
}
