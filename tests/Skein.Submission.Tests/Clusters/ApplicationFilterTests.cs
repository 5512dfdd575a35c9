using Skein.Submission.Clusters;
using Skein.Protocol;

namespace Skein.Submission.Tests.Clusters;

public sealed class ApplicationFilterTests
{
    private static readonly ApplicationReport Running = new() { Name = "a", Queue = "default", User = "u", StartTime = 100 };

    [Fact]
    public void Nothing_asked_for_matches_everything() => Assert.True(new ApplicationFilter().Matches(Running));

    [Fact]
    public void Empty_texts_match_everything() =>
        Assert.True(new ApplicationFilter { Name = "", Queue = "", User = "" }.Matches(Running));

    [Fact]
    public void Queue_is_found_by_leaf_name_and_by_path()
    {
        Assert.True(new ApplicationFilter { Queue = "default" }.Matches(Running));
        Assert.True(new ApplicationFilter { Queue = "root.default" }.Matches(Running));
        Assert.False(new ApplicationFilter { Queue = "other" }.Matches(Running));
    }

    [Fact]
    public void Bounds_are_inclusive()
    {
        Assert.True(new ApplicationFilter { Started = (100, 100) }.Matches(Running));
        Assert.False(new ApplicationFilter { Started = (101, null) }.Matches(Running));
        Assert.False(new ApplicationFilter { Started = (null, 99) }.Matches(Running));
    }

    [Fact]
    public void Unfinished_application_is_before_every_finish()
    {
        Assert.False(new ApplicationFilter { Finished = (1, null) }.Matches(Running));
        Assert.True(new ApplicationFilter { Finished = (null, 1) }.Matches(Running));
    }
}
