using Skein.Hadoop.FileSystems;
using Skein.Hadoop.Security;
using Skein.Hadoop.Security.Delegation;
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
            [$"PATH=\\\"$PATH:$PWD\\\" exec ./skein am {PlanFixture.Staging} ><LOG_DIR>/application.master.log 2>&1"], context.AmContainerSpec.Command);
        Assert.False(context.AmContainerSpec.HasTokens);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Tokens_are_cancelled_with_the_application_unless_they_are_anothers_too(bool areShared)
    {
        var credentials = new Credentials();
        credentials.Add(new Token(new byte[] { 1 }, new Secret(new byte[] { 2 }), TokenKinds.HdfsDelegation, "10.0.0.1:8020"));
        var context = Context(PlanFixture.Spec(), new ApplicationTokens(credentials, DelegationTokens.None, areShared));
        Assert.Equal(credentials.ToBytes(), context.AmContainerSpec.Tokens);
        Assert.Equal(!areShared, context.CancelTokensWhenComplete);
    }

    [Fact]
    public void No_tokens_are_left_out_rather_than_empty()
    {
        Assert.False(Context(PlanFixture.Spec(), new ApplicationTokens(new Credentials(), DelegationTokens.None, AreShared: false)).AmContainerSpec.HasTokens);
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

    [Fact]
    public void Other_resource_types_are_asked_for_in_their_units()
    {
        var custom = new Dictionary<string, ResourceAmount> { ["disk"] = new(10, "Gi"), ["licence"] = new(1), ["none"] = new(0) };
        var resources = new ResourcesSpec { Memory = 1, VCores = 1, Custom = custom };
        var message = Context(PlanFixture.Spec() with { Master = new MasterSpec { Resources = resources } }).Resource;
        Assert.Equal(
            [("disk", 10L, "Gi"), ("licence", 1L, "")], message.ResourceValueMap.Select(value => (value.Key, value.Value, value.Units)));
    }

    [Fact]
    public void Priority_is_passed_on() => Assert.Equal(7, Context(PlanFixture.Spec() with { Priority = 7 }).Priority.Priority);

    [Fact]
    public void An_application_with_a_type_of_its_own_is_found_by_its_tag()
    {
        var context = Context(PlanFixture.Spec() with { ApplicationType = "batch", Tags = ["A"] });
        Assert.Equal("batch", context.ApplicationType);
        Assert.Equal(["a", "skein"], context.ApplicationTags);
    }

    [Theory]
    [InlineData("skein")]
    [InlineData("Skein")]
    public void An_application_of_the_common_type_needs_no_tag(string type)
    {
        var context = Context(PlanFixture.Spec() with { ApplicationType = type });
        Assert.Equal("skein", context.ApplicationType);
        Assert.Empty(context.ApplicationTags);
    }

    [Fact]
    public void A_tag_that_is_there_already_is_not_repeated() =>
        Assert.Equal(["skein"], Context(PlanFixture.Spec() with { ApplicationType = "batch", Tags = ["Skein", "skein"] }).ApplicationTags);

    [Fact]
    public void What_is_brought_away_while_the_application_runs_is_not_taken_back_by_the_default()
    {
        var logs = Context(PlanFixture.Spec() with { Logs = new LogAggregationSpec { RolledInclude = ".*log" } }).LogAggregationContext;
        Assert.Equal((".*log", "", true), (logs.RolledLogsIncludePattern, logs.RolledLogsExcludePattern, logs.HasRolledLogsExcludePattern));
        Assert.Equal((false, false), (logs.HasIncludePattern, logs.HasExcludePattern));
    }

    [Fact]
    public void Patterns_of_logs_are_passed_on()
    {
        var spec = new LogAggregationSpec { Include = "a", Exclude = "b", RolledInclude = "c", RolledExclude = "d" };
        var logs = Context(PlanFixture.Spec() with { Logs = spec }).LogAggregationContext;
        Assert.Equal(
            ("a", "b", "c", "d"), (logs.IncludePattern, logs.ExcludePattern, logs.RolledLogsIncludePattern, logs.RolledLogsExcludePattern));
        Assert.Null(Context(PlanFixture.Spec()).LogAggregationContext);
    }

    [Fact]
    public void YARN_ends_what_is_a_day_past_its_limit()
    {
        var timeout = Assert.Single(Context(PlanFixture.Spec() with { TimeLimit = TimeSpan.FromMilliseconds(1_500) }).ApplicationTimeouts);
        Assert.Equal((ApplicationTimeoutTypeProto.AppTimeoutLifetime, 86_402L), (timeout.ApplicationTimeoutType, timeout.Timeout));
        Assert.Empty(Context(PlanFixture.Spec()).ApplicationTimeouts);
    }

    private static ApplicationSubmissionContextProto Context(ApplicationSpec spec, ApplicationTokens? tokens = null)
    {
        var plan = SubmissionPlanner.Plan(spec, PlanFixture.Inputs());
        var statuses = FileFacts.Sources(plan).ToDictionary(
            source => source, source => new FileStatus(source, false, 11, 1_700_000_000_123, 0, "alice", "alice"));
        return SubmissionContext.Build(plan, FileFacts.Fill(plan.Specification, statuses), FileFacts.Fill(plan.MasterFiles, statuses), tokens);
    }
}
