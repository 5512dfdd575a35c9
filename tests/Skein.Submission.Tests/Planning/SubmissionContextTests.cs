using Skein.Hadoop.FileSystems;
using Skein.Hadoop.Yarn.Protocol;
using Skein.Specification;
using Skein.Submission.Planning;

namespace Skein.Submission.Tests.Planning;

public sealed class SubmissionContextTests
{
    [Fact]
    public void Command_runs_the_binary_with_its_staging_directory_and_a_log()
    {
        var context = Context(PlanFixture.Spec());
        Assert.Equal(
            [$"PATH=\\\"$PATH:$PWD\\\" ./skein am {PlanFixture.Staging} ><LOG_DIR>/application.master.log 2>&1"], context.AmContainerSpec.Command);
        Assert.False(context.AmContainerSpec.HasTokens);
    }

    [Fact]
    public void Files_carry_the_size_and_time_of_the_file_system_to_the_millisecond()
    {
        var resource = Context(PlanFixture.Spec()).AmContainerSpec.LocalResources.Single(pair => pair.Key == "skein").Value;
        Assert.Equal((11, 1_700_000_000_123), (resource.Size, resource.Timestamp));
        Assert.Equal(("hdfs", "nn.example", 9000), (resource.Resource.Scheme, resource.Resource.Host, resource.Resource.Port));
        Assert.Equal(LocalResourceVisibilityProto.Private, resource.Visibility);
    }

    [Fact]
    public void Tags_are_lower_cased_as_YARNs_own_client_does()
    {
        Assert.Equal(["gpu", "etl"], Context(PlanFixture.Spec() with { Tags = ["GPU", "Etl"] }).ApplicationTags);
    }

    [Fact]
    public void Access_lists_are_users_then_groups_and_a_star_means_everybody()
    {
        var spec = PlanFixture.Spec() with
        {
            Acls = new AclsSpec { Enable = true, ViewUsers = ["a", "b"], ViewGroups = ["g"], ModifyUsers = ["*", "a"] },
        };
        Assert.Equal(["a,b g", "*"], Context(spec).AmContainerSpec.ApplicationACLs.Select(acl => acl.Acl));
        Assert.Empty(Context(spec with { Acls = spec.Acls with { Enable = false } }).AmContainerSpec.ApplicationACLs);
    }

    [Fact]
    public void Environment_is_quoted_for_the_launch_script()
    {
        var spec = PlanFixture.Spec() with
        {
            Master = new MasterSpec { Env = new Dictionary<string, string> { ["A"] = "say \"hi\" `now` \\ $HOME" } },
        };
        Assert.Equal(
            "say \\\"hi\\\" \\`now\\` \\\\ $HOME", Context(spec).AmContainerSpec.Environment.Single(pair => pair.Key == "A").Value);
    }

    [Fact]
    public void Gpus_and_fpgas_are_asked_for_by_their_own_numbers()
    {
        // The original gives the number of GPUs to the FPGA request.
        var resources = new ResourcesSpec { Memory = 1, VCores = 1, Gpus = 2, Fpgas = 3 };
        var message = Context(PlanFixture.Spec() with { Master = new MasterSpec { Resources = resources } }).Resource;
        Assert.Equal([("yarn.io/gpu", 2L), ("yarn.io/fpga", 3L)], message.ResourceValueMap.Select(value => (value.Key, value.Value)));
    }

    private static ApplicationSubmissionContextProto Context(ApplicationSpec spec)
    {
        var plan = SubmissionPlanner.Plan(spec, PlanFixture.Inputs());
        var statuses = FileFacts.Sources(plan).ToDictionary(
            source => source, source => new FileStatus(source, false, 11, 1_700_000_000_123, 0, "alice", "alice"));
        return SubmissionContext.Build(plan, FileFacts.Fill(plan.Specification, statuses), FileFacts.Fill(plan.MasterFiles, statuses));
    }
}
