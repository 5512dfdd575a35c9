using Skein.ApplicationMaster.Allocation;

namespace Skein.ApplicationMaster.Tests.Allocation;

public sealed class HeartbeatPolicyTests
{
    [Theory]
    [InlineData(0, 0, false, true, 50)]
    [InlineData(30, 30, false, true, 20)]
    [InlineData(60, 60, false, true, 0)]
    [InlineData(0, 0, true, false, 100)]
    [InlineData(0, 2_000, false, false, 500)]
    [InlineData(0, 60_000, true, false, 1_000)]
    [InlineData(0, 60_000, false, false, 5_000)]
    [InlineData(4_000, 60_000, false, false, 1_000)]
    public void Waits_grow_with_the_quiet_and_shrink_with_work(int sinceBeat, int sinceNews, bool asking, bool hasWork, int delay) =>
        Assert.Equal(
            TimeSpan.FromMilliseconds(delay),
            new HeartbeatPolicy(TimeSpan.FromSeconds(5)).Delay(
                TimeSpan.FromMilliseconds(sinceBeat), TimeSpan.FromMilliseconds(sinceNews), asking, hasWork));

    [Theory]
    [InlineData(600_000, 5_000)]
    [InlineData(1_200, 600)]
    [InlineData(0, 50)]
    public void An_application_is_never_quiet_for_half_its_expiry(int expiry, int idle) =>
        Assert.Equal(TimeSpan.FromMilliseconds(idle), HeartbeatPolicy.ForExpiry(TimeSpan.FromMilliseconds(expiry)).Idle);

    [Fact]
    public void A_short_expiry_bounds_the_waits_of_asking_too() =>
        Assert.Equal(
            TimeSpan.FromMilliseconds(600),
            HeartbeatPolicy.ForExpiry(TimeSpan.FromMilliseconds(1200)).Delay(TimeSpan.Zero, TimeSpan.FromHours(1), true, false));
}
