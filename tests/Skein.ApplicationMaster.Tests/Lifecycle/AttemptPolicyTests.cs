using Skein.ApplicationMaster.Lifecycle;

namespace Skein.ApplicationMaster.Tests.Lifecycle;

public sealed class AttemptPolicyTests
{
    [Theory]
    [InlineData(1, 1, 2, 1)]
    [InlineData(1, 5, 2, 2)]
    [InlineData(2, 5, 4, 4)]
    [InlineData(1, 0, 2, 2)]
    public void The_smaller_of_the_two_limits_counts(int attempt, int specified, int cluster, int limit) =>
        Assert.Equal(new AttemptPolicy(attempt, limit), AttemptPolicy.Create(attempt, specified, cluster));

    [Fact]
    public void A_failure_ends_the_application_with_the_last_attempt_only()
    {
        var failure = ApplicationOutcome.ServiceFailed("a");
        Assert.False(new AttemptPolicy(1, 2).EndsApplication(failure));
        Assert.True(new AttemptPolicy(2, 2).EndsApplication(failure));
    }

    [Fact]
    public void Success_ends_the_application_at_once() =>
        Assert.True(new AttemptPolicy(1, 2).EndsApplication(ApplicationOutcome.Completed));
}
