using Google.Protobuf;
using Skein.ApplicationMaster.Launch;
using Skein.Hadoop.Yarn.Protocol;
using Skein.Protocol;
using static Skein.ApplicationMaster.Tests.Support.YarnMessages;
using File = Skein.Protocol.File;

namespace Skein.ApplicationMaster.Tests.Launch;

public sealed class LaunchContextBuilderTests
{
    private static readonly LaunchContextOptions Options = new()
    {
        ApplicationId = "application_1_0001", ApplicationMasterAddress = "node1:4242", SimpleUser = "alice",
    };

    [Fact]
    public void A_container_learns_who_it_is_and_where_its_master_is()
    {
        var service = Service();
        service.Env.Add("A", "from the service");
        service.Env.Add("B", "say \"hi\"");
        var context = Build(service, new Dictionary<string, string> { ["A"] = "from addContainer" });
        Assert.Equal(
            [
                ("A", "from addContainer"),
                ("B", "say \\\"hi\\\""),
                ("HADOOP_USER_NAME", "alice"),
                ("SKEIN_APPLICATION_ID", "application_1_0001"),
                ("SKEIN_APPMASTER_ADDRESS", "node1:4242"),
                ("SKEIN_CONTAINER_ID", "dask.worker_3"),
                ("SKEIN_RESOURCE_MEMORY", "512"),
                ("SKEIN_RESOURCE_VCORES", "1"),
            ],
            context.Environment.Select(e => (e.Key, e.Value)));
        Assert.Equal(["PATH=\\\"$PATH:$PWD\\\" exec bash .skein.sh"], context.Command);
    }

    [Fact]
    public void A_service_with_an_image_runs_in_the_Docker_runtime()
    {
        var service = Service();
        service.Container = new ContainerRuntime { Image = "python:3.12", Mounts = { "/data:/data:ro", "/x:/y:rw" }, Network = "host" };
        Assert.Equal(
            [
                ("YARN_CONTAINER_RUNTIME_DOCKER_CONTAINER_NETWORK", "host"),
                ("YARN_CONTAINER_RUNTIME_DOCKER_IMAGE", "python:3.12"),
                ("YARN_CONTAINER_RUNTIME_DOCKER_MOUNTS", "/data:/data:ro,/x:/y:rw"),
                ("YARN_CONTAINER_RUNTIME_TYPE", "docker"),
            ],
            RuntimeOf(service));

        service.Container = new ContainerRuntime { Image = "python:3.12" };
        Assert.Equal(["YARN_CONTAINER_RUNTIME_DOCKER_IMAGE", "YARN_CONTAINER_RUNTIME_TYPE"], RuntimeOf(service).Select(e => e.Name));
    }

    [Fact]
    public void A_path_of_the_service_keeps_its_place_before_the_containers_directory()
    {
        var service = Service();
        service.Env.Add("PATH", "/opt/x:$PATH");
        var context = Build(service);
        Assert.Equal(["PATH=\\\"/opt/x:$PATH:$PWD\\\" exec bash .skein.sh"], context.Command);
        // The NodeManager looks for its own commands with the launch environment.
        Assert.DoesNotContain(context.Environment, e => e.Key == "PATH");
    }

    [Fact]
    public void Users_can_not_replace_what_the_contract_sets()
    {
        var service = Service();
        service.Env.Add("SKEIN_CONTAINER_ID", "else");
        Assert.Equal("dask.worker_3", Build(service).Environment.Single(e => e.Key == "SKEIN_CONTAINER_ID").Value);
    }

    [Fact]
    public void Without_credentials_the_field_is_left_out()
    {
        Assert.False(Build(Service()).HasTokens);
        var context = new LaunchContextBuilder(Options with { Credentials = static () => new byte[] { 1, 2 } }).Build(Launch(Service()));
        Assert.Equal([1, 2], context.Tokens.ToByteArray());
    }

    [Fact]
    public void Younger_tokens_are_for_the_next_container_and_for_what_keeps_the_file_of_a_running_one()
    {
        byte[] credentials = [1];
        var builder = new LaunchContextBuilder(Options with { Credentials = () => credentials, RenewsTokens = true });
        Assert.Equal([1], builder.Build(Launch(Service())).Tokens.ToByteArray());
        credentials = [2];
        var context = builder.Build(Launch(Service()));
        Assert.Equal([2], context.Tokens.ToByteArray());
        Assert.Equal(["./skein tokens ><LOG_DIR>/tokens.log 2>&1 & PATH=\\\"$PATH:$PWD\\\" exec bash .skein.sh"], context.Command);
    }

    [Fact]
    public void On_a_secure_cluster_no_user_is_named() =>
        Assert.DoesNotContain(
            new LaunchContextBuilder(Options with { SimpleUser = null }).Build(Launch(Service())).Environment,
            e => e.Key == "HADOOP_USER_NAME");

    [Fact]
    public void The_access_rights_of_the_application_are_passed_on()
    {
        var rights = new ApplicationACLMapProto { AccessType = ApplicationAccessTypeProto.AppaccessViewApp, Acl = "* " };
        Assert.Equal([rights], new LaunchContextBuilder(Options with { AccessRights = [rights] }).Build(Launch(Service())).ApplicationACLs);
    }

    [Theory]
    [InlineData("nn", 9000, 9000)]
    [InlineData("nameservice", 0, -1)]
    [InlineData("nameservice", -1, -1)]
    [InlineData("", 0, -1)]
    public void Files_keep_their_place_size_and_time(string host, int port, int expectedPort)
    {
        var service = Service();
        service.Files.Add("env", new File
        {
            Source = new Url { Scheme = "hdfs", Host = host, Port = port, File = "/x/env.tar.gz" },
            Type = File.Types.Type.Archive,
            Visibility = File.Types.Visibility.Private,
            Size = 12,
            Timestamp = 1700000000123,
        });
        var resource = Assert.Single(Build(service).LocalResources);
        Assert.Equal("env", resource.Key);
        Assert.Equal(("hdfs", expectedPort, "/x/env.tar.gz"), (resource.Value.Resource.Scheme, resource.Value.Resource.Port, resource.Value.Resource.File));
        Assert.Equal((host.Length > 0, host), (resource.Value.Resource.HasHost, resource.Value.Resource.Host));
        Assert.Equal(
            (12L, 1700000000123L, LocalResourceTypeProto.Archive, LocalResourceVisibilityProto.Private),
            (resource.Value.Size, resource.Value.Timestamp, resource.Value.Type, resource.Value.Visibility));
    }

    [Fact]
    public void Equal_launches_give_equal_bytes()
    {
        Service first = Service(), second = Service();
        foreach (var name in (string[])["b", "a", "c"])
            first.Files.Add(name, new File { Source = new Url { Scheme = "hdfs", File = "/" + name } });
        foreach (var name in (string[])["c", "b", "a"])
            second.Files.Add(name, new File { Source = new Url { Scheme = "hdfs", File = "/" + name } });
        Assert.Equal(Build(first).ToByteArray(), Build(second).ToByteArray());
    }

    [Fact]
    public void Bytes_of_a_small_context_are_as_NodeManagers_read_them()
    {
        var builder = new LaunchContextBuilder(Options with { SimpleUser = null, ApplicationMasterAddress = "n:1", ApplicationId = "a" });
        var service = Service();
        service.Script = "x";
        service.Files.Add("f", new File { Source = new Url { Scheme = "hdfs", File = "/f" }, Size = 3, Timestamp = 5 });
        var expected =
            // localResources=1 { key=1 "f", value=2 { resource=1 { scheme, port -1, file }, size 3, timestamp 5, FILE, PUBLIC } }
            "0A" + "24" + "0A0166" + "121F" + "0A15" + "0A0468646673" + "18FFFFFFFFFFFFFFFFFF01" + "22022F66" + "1003" + "1805" + "2002" + "2801"
            + Env("SKEIN_APPLICATION_ID", "a") + Env("SKEIN_APPMASTER_ADDRESS", "n:1")
            + Env("SKEIN_CONTAINER_ID", "dask.worker_3") + Env("SKEIN_RESOURCE_MEMORY", "512") + Env("SKEIN_RESOURCE_VCORES", "1")
            // command=5
            + "2A1A" + Convert.ToHexString("PATH=\\\"$PATH:$PWD\\\" exec x"u8);
        Assert.Equal(expected, Convert.ToHexString(builder.Build(Launch(service)).ToByteArray()));
    }

    private static IEnumerable<(string Name, string Value)> RuntimeOf(Service service) =>
        Build(service).Environment.Where(e => e.Key.StartsWith("YARN_CONTAINER_RUNTIME", StringComparison.Ordinal)).Select(e => (e.Key, e.Value));

    private static string Env(string key, string value)
    {
        byte[] entry = [0x0A, (byte)key.Length, .. System.Text.Encoding.ASCII.GetBytes(key), 0x12, (byte)value.Length, .. System.Text.Encoding.ASCII.GetBytes(value)];
        return Convert.ToHexString([0x22, (byte)entry.Length, .. entry]);
    }

    private static ContainerLaunchContextProto Build(Service service, Dictionary<string, string>? environment = null) =>
        new LaunchContextBuilder(Options).Build(Launch(service, environment));

    private static ContainerLaunch Launch(Service service, Dictionary<string, string>? environment = null) =>
        new(Allocated(3, 1), "dask.worker", 3, service, environment ?? []);
}
