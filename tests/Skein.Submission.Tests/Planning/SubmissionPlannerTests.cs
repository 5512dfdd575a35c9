using System.Text;
using Skein.Specification;
using Skein.Submission.Planning;

namespace Skein.Submission.Tests.Planning;

public sealed class SubmissionPlannerTests
{
    [Fact]
    public void Local_file_goes_to_the_place_its_contents_name()
    {
        var plan = SubmissionPlanner.Plan(
            PlanFixture.Spec(("data", PlanFixture.File("file:///home/a"))), PlanFixture.Inputs("/home/a"));
        var remote = $"/user/alice/.skein/cache/{new string('a', 64)}/a";
        Assert.Contains(plan.Uploads, upload => upload.RemotePath == remote && !upload.IsPublic);
        Assert.Equal($"hdfs://nn.example:9000{remote}", plan.Specification.Services["worker"].Files["data"].Source);
    }

    [Fact]
    public void One_file_of_several_services_is_uploaded_once()
    {
        var file = PlanFixture.File("file:///home/a");
        var spec = PlanFixture.Spec(("data", file)) with
        {
            Services = new Dictionary<string, ServiceSpec>
            {
                ["one"] = PlanFixture.Service(("data", file)),
                ["two"] = PlanFixture.Service(("other", file)),
            },
        };
        var plan = SubmissionPlanner.Plan(spec, PlanFixture.Inputs("/home/a"));
        Assert.Single(plan.Uploads, upload => upload.File.Path == "/home/a");
    }

    [Fact]
    public void One_file_under_two_names_in_a_container_is_uploaded_twice_since_YARN_links_it_once()
    {
        var file = PlanFixture.File("file:///home/a");
        var plan = SubmissionPlanner.Plan(PlanFixture.Spec(("x", file), ("y", file)), PlanFixture.Inputs("/home/a"));
        var files = plan.Specification.Services["worker"].Files;
        Assert.NotEqual(files["x"].Source, files["y"].Source);
        Assert.Equal(2, plan.Uploads.Count(upload => upload.File.Path == "/home/a"));
    }

    [Fact]
    public void Remote_file_under_two_names_in_a_container_is_refused()
    {
        var file = PlanFixture.File("hdfs://other:9000/data/d");
        var error = Assert.Throws<InvalidSubmissionException>(
            () => SubmissionPlanner.Plan(PlanFixture.Spec(("x", file), ("y", file)), PlanFixture.Inputs()));
        Assert.Contains("under one name only", error.Message);
    }

    [Theory]
    [InlineData("skein")]
    [InlineData(".skein.sh")]
    [InlineData("./.skein.crt")]
    public void Names_of_the_tools_own_files_are_refused(string link)
    {
        var error = Assert.Throws<InvalidSubmissionException>(() => SubmissionPlanner.Plan(
            PlanFixture.Spec((link, PlanFixture.File("file:///home/a"))), PlanFixture.Inputs("/home/a")));
        Assert.Contains("is reserved", Assert.Single(error.Problems));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a/b")]
    [InlineData("a;rm")]
    public void Service_name_that_would_break_a_shell_command_is_refused(string name)
    {
        ApplicationSpec spec = new() { Services = new Dictionary<string, ServiceSpec> { [name] = PlanFixture.Service() } };
        Assert.Throws<InvalidSubmissionException>(() => SubmissionPlanner.Plan(spec, PlanFixture.Inputs()));
    }

    [Fact]
    public void Script_is_staged_and_replaced_by_the_command_that_runs_it()
    {
        var plan = SubmissionPlanner.Plan(PlanFixture.Spec(), PlanFixture.Inputs());
        var service = plan.Specification.Services["worker"];
        Assert.Equal("bash .skein.sh ><LOG_DIR>/worker.log 2>&1", service.Script);
        Assert.Equal($"hdfs://nn.example:9000{PlanFixture.Staging}/worker.sh", service.Files[".skein.sh"].Source);
        var staged = Assert.Single(plan.StagedFiles, file => file.Name == "worker.sh");
        Assert.Equal("echo hello", Encoding.UTF8.GetString(staged.Content.Span));
    }

    [Fact]
    public void Every_container_gets_the_binary_the_pair_and_the_configuration()
    {
        var plan = SubmissionPlanner.Plan(PlanFixture.Spec(), PlanFixture.Inputs());
        Assert.All(
            (IReadOnlyDictionary<string, FileSpec>[])[plan.Specification.Services["worker"].Files, plan.MasterFiles],
            files => Assert.Superset(
                new HashSet<string> { "skein", ".skein.crt", ".skein.pem", ".skein.hadoop.xml" }, files.Keys.ToHashSet()));
        Assert.Contains(".skein.proto", plan.MasterFiles.Keys);
        Assert.DoesNotContain(".skein.proto", plan.Specification.Master.Files.Keys);
    }

    [Fact]
    public void Key_appears_in_no_text_of_the_plan()
    {
        var plan = SubmissionPlanner.Plan(PlanFixture.Spec(), PlanFixture.Inputs());
        Assert.DoesNotContain("PRIVATE", string.Join('\n', plan.StagedFiles));
        Assert.Null(plan.Specification.Master.Security!.KeyBytes);
    }

    [Fact]
    public void Keytab_is_staged_for_the_master_alone_and_not_shared_by_its_contents()
    {
        var spec = PlanFixture.Spec() with { Security = new KeytabSpec { Principal = "alice", Keytab = PlanFixture.File("file:///home/alice.keytab") } };
        var plan = SubmissionPlanner.Plan(spec, PlanFixture.Inputs() with { Keytab = "KEY"u8.ToArray() });
        Assert.Equal($"hdfs://nn.example:9000{PlanFixture.Staging}/.skein.keytab", plan.MasterFiles[".skein.keytab"].Source);
        Assert.Equal(plan.MasterFiles[".skein.keytab"].Source, plan.Specification.Security!.Keytab.Source);
        Assert.DoesNotContain(".skein.keytab", plan.Specification.Services["worker"].Files.Keys);
        Assert.DoesNotContain(plan.Uploads, upload => upload.RemotePath.Contains("keytab"));
        Assert.Equal("KEY"u8.ToArray(), Assert.Single(plan.StagedFiles, file => file.Name == ".skein.keytab").Content.ToArray());
        Assert.DoesNotContain("KEY", string.Join('\n', plan.StagedFiles));
    }

    [Fact]
    public void Without_use_for_a_keytab_the_application_does_not_look_for_one()
    {
        var spec = PlanFixture.Spec() with { Security = new KeytabSpec { Principal = "alice", Keytab = PlanFixture.File("file:///home/alice.keytab") } };
        var plan = SubmissionPlanner.Plan(spec, PlanFixture.Inputs());
        Assert.Null(plan.Specification.Security);
        Assert.DoesNotContain(".skein.keytab", plan.MasterFiles.Keys);
    }

    [Fact]
    public void Public_file_below_a_closed_home_directory_becomes_private_with_a_note()
    {
        var inputs = PlanFixture.Inputs("/home/a") with { HomeIsTraversable = false };
        var plan = SubmissionPlanner.Plan(
            PlanFixture.Spec(("data", PlanFixture.File("file:///home/a", FileVisibility.Public))), inputs);
        Assert.Equal(FileVisibility.Private, plan.Specification.Services["worker"].Files["data"].Visibility);
        Assert.Contains("PRIVATE", Assert.Single(plan.Notes));
    }

    [Fact]
    public void Master_environment_names_the_application_and_the_user()
    {
        var environment = SubmissionPlanner.Plan(PlanFixture.Spec(), PlanFixture.Inputs()).MasterEnvironment;
        Assert.Equal(PlanFixture.ApplicationId, environment["SKEIN_APPLICATION_ID"]);
        Assert.Equal("alice", environment["HADOOP_USER_NAME"]);
        Assert.Equal("C.UTF-8", environment["LANG"]);
    }

    [Fact]
    public void Variable_that_bash_can_not_export_is_refused()
    {
        ApplicationSpec spec = new()
        {
            Services = new Dictionary<string, ServiceSpec>
            {
                ["worker"] = PlanFixture.Service() with { Env = new Dictionary<string, string> { ["A B"] = "x" } },
            },
        };
        Assert.Contains("'A B'", Assert.Throws<InvalidSubmissionException>(() => SubmissionPlanner.Plan(spec, PlanFixture.Inputs())).Message);
    }

    [Fact]
    public void All_problems_are_told_at_once()
    {
        var file = PlanFixture.File("hdfs://other:9000/data/d");
        ApplicationSpec spec = new()
        {
            Services = new Dictionary<string, ServiceSpec> { ["a b"] = PlanFixture.Service(("x", file), ("y", file), ("skein", file)) },
        };
        var error = Assert.Throws<InvalidSubmissionException>(() => SubmissionPlanner.Plan(spec, PlanFixture.Inputs()));
        Assert.True(error.Problems.Count >= 3, error.Message);
    }
}
