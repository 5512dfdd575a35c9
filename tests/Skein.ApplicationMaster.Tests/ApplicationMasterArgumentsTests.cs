namespace Skein.ApplicationMaster.Tests;

public sealed class ApplicationMasterArgumentsTests
{
    private const string Application = "application_1_0001";

    [Theory]
    [InlineData($"/user/alice/.skein/{Application}", true)]
    [InlineData($"hdfs://host:8020/user/alice/.skein/{Application}/", true)]
    [InlineData("/user/alice", false)]
    [InlineData($"/user/alice/{Application}", false)]
    [InlineData("/user/alice/.skein/application_1_0002", false)]
    [InlineData("/user/alice/.skein", false)]
    [InlineData("", false)]
    public void Only_the_applications_own_staging_directory_is_taken_for_one(string directory, bool isOwn)
    {
        var arguments = new ApplicationMasterArguments { StagingDirectory = directory };
        var refused = Record.Exception(() => arguments.RequireOwn(Application));
        Assert.Equal(isOwn, refused is null);
        if (refused is not null)
            Assert.Contains($"'{directory}'", Assert.IsType<InvalidDataException>(refused).Message);
    }
}
