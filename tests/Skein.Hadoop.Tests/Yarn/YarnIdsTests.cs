using Skein.Hadoop.Yarn;

namespace Skein.Hadoop.Tests.Yarn;

public sealed class YarnIdsTests
{
    [Theory]
    [InlineData("application_1795226192484_0002", 1795226192484, 2)]
    [InlineData("application_1_12345", 1, 12345)]
    public void Application_ids_go_there_and_back(string text, long timestamp, int number)
    {
        var id = YarnIds.ParseApplication(text);
        Assert.Equal((timestamp, number), (id.ClusterTimestamp, id.Id));
        Assert.Equal(text, YarnIds.Format(id));
    }

    [Fact]
    public void Attempt_ids_go_there_and_back()
    {
        var id = YarnIds.ParseAttempt("appattempt_1795226192484_0002_000003");
        Assert.Equal((1795226192484, 2, 3), (id.ApplicationId.ClusterTimestamp, id.ApplicationId.Id, id.AttemptId));
        Assert.Equal("appattempt_1795226192484_0002_000003", YarnIds.Format(id));
    }

    [Theory]
    [InlineData("container_1795223598254_0004_01_000002", 2)]
    [InlineData("container_e17_1795223598254_0004_01_000002", (17L << 40) + 2)]
    [InlineData("container_e8388607_1_0004_01_1099511627775", long.MaxValue)]
    public void Container_ids_go_there_and_back(string text, long number)
    {
        var id = YarnIds.ParseContainer(text);
        Assert.Equal(number, id.Id);
        Assert.Equal((4, 1), (id.AppAttemptId.ApplicationId.Id, id.AppAttemptId.AttemptId));
        Assert.Equal(text, YarnIds.Format(id));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("application")]
    [InlineData("application_1")]
    [InlineData("application_1_")]
    [InlineData("application_1_2_3")]
    [InlineData("application_-1_2")]
    [InlineData("application_1_2147483648")]
    [InlineData("application_9223372036854775808_1")]
    [InlineData("appattempt_1_2")]
    [InlineData("appattempt_1_2_2147483648")]
    [InlineData("container_1_2_3")]
    [InlineData("container_e_1_2_3_4")]
    [InlineData("container_e8388608_1_2_3_4")]
    [InlineData("container_1_2_3_1099511627776")]
    [InlineData("container_1_2_3_4_5")]
    public void Other_texts_are_no_ids(string? text)
    {
        Assert.False(YarnIds.TryParseApplication(text, out _));
        Assert.False(YarnIds.TryParseAttempt(text, out _));
        Assert.False(YarnIds.TryParseContainer(text, out _));
    }

    [Fact]
    public void The_failure_names_the_text_and_an_example()
    {
        var failure = Assert.Throws<FormatException>(() => YarnIds.ParseApplication("app_1"));
        Assert.Contains("'app_1'", failure.Message);
        Assert.Contains("application_1700000000000_0001", failure.Message);
    }
}
