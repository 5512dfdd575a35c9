using Skein.EndToEnd.Tests.Support;

namespace Skein.EndToEnd.Tests;

/// <summary>What HDFS refuses, and applications that came by YARN's own web service. The embedded cluster has neither.</summary>
[Collection(ClusterTests.Name)]
public sealed class HadoopRefusalTests(RealCluster cluster)
{
    [Fact]
    public async Task Missing_remote_files_are_all_named()
    {
        using var user = cluster.User();
        var path = user.Specification(Refusal.Specification.Replace("script:", "files: {a: hdfs:///no/a, b: hdfs:///no/b, c: hdfs:///user}\n    script:"));
        await Refusal.AssertAsync(
            user, 2, ["hdfs:///no/a does not exist", "hdfs:///no/b does not exist", "hdfs:///user is a directory"], "submit", path);
    }

    [Fact]
    public async Task Application_of_another_kind_is_left_alone()
    {
        using var user = cluster.User();
        await using var foreign = await ForeignApplication.SubmitAsync(cluster.Configuration);
        foreach (var command in (string[][])[["status", foreign.Id], ["kill", foreign.Id], ["kv", "ls", foreign.Id]])
        {
            (await user.RunAsync("config", "gencerts", "--force")).Successful();
            await Refusal.AssertAsync(user, 2, ["is not a skein application; its type is OTHER"], command);
        }
    }

    [Fact]
    public async Task Unreachable_NameNode_is_named_with_its_setting()
    {
        using var user = cluster.User();
        var port = Ports.Unused();
        var configuration = cluster.ConfigurationWith(user, ("fs.defaultFS", $"hdfs://localhost:{port}"));
        await Refusal.AssertAsync(user, 1, [$"localhost:{port}", "fs.defaultFS"], "submit", user.Specification(Refusal.Specification), "--conf", configuration);
    }

    [Fact]
    public async Task Home_directory_without_write_permission_is_named()
    {
        using var user = cluster.User("nobody");
        await Refusal.AssertAsync(user, 1, ["/user/nobody", "permission denied"], "submit", user.Specification(Refusal.Specification));
    }

    [Fact]
    public async Task Full_file_system_is_reported_and_nothing_stays()
    {
        using var user = cluster.User("alice");
        var hdfs = new WebHdfs(cluster.Configuration);
        await hdfs.PutAsync("/user/alice", "op=SETQUOTA&storagespacequota=1048576");
        try
        {
            await Refusal.AssertAsync(user, 1, ["/user/alice", "quota"], "submit", user.Specification(Refusal.Specification));
            Assert.Empty(await hdfs.FilesAsync("/user/alice/.skein"));
        }
        finally
        {
            await hdfs.PutAsync("/user/alice", "op=SETQUOTA&storagespacequota=-1");
        }
    }
}
