using Skein.ApplicationMaster.Delegation;

namespace Skein.ApplicationMaster.Tests.Delegation;

public sealed class RenewalScheduleTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch;

    [Fact]
    public void New_tokens_are_got_after_three_quarters_of_the_time_of_those_in_use()
    {
        Assert.Equal(TimeSpan.FromHours(18), RenewalSchedule.AfterSuccess(Now, Now.AddDays(1)));
        Assert.Equal(TimeSpan.FromSeconds(45), RenewalSchedule.AfterSuccess(Now, Now.AddSeconds(60)));
    }

    [Fact]
    public void A_failure_is_followed_by_more_tries_while_there_is_time()
    {
        Assert.Equal(TimeSpan.FromMinutes(5), RenewalSchedule.AfterFailure(Now, Now.AddHours(6)));
        Assert.Equal(TimeSpan.FromSeconds(1.5), RenewalSchedule.AfterFailure(Now, Now.AddSeconds(15)));
    }

    [Fact]
    public void Servers_are_not_pressed_when_the_time_is_over()
    {
        Assert.Equal(RenewalSchedule.Shortest, RenewalSchedule.AfterSuccess(Now, Now.AddMinutes(-1)));
        Assert.Equal(RenewalSchedule.Shortest, RenewalSchedule.AfterFailure(Now, Now.AddMinutes(-1)));
    }

    [Fact]
    public void Tokens_without_end_are_no_longer_wait_than_a_timer_can_be() =>
        Assert.Equal(TimeSpan.FromDays(40), RenewalSchedule.AfterSuccess(Now, DateTimeOffset.MaxValue));
}
