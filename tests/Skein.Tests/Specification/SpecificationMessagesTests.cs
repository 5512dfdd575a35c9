using FsCheck;
using FsCheck.Fluent;
using Skein.Specification;
using Wire = Skein.Protocol;

namespace Skein.Tests.Specification;

public sealed class SpecificationMessagesTests
{
    [Fact]
    public void Every_field_survives_the_way_to_bytes_and_back() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(300).WithEndSize(20),
        Prop.ForAll(ArbitrarySpecifications.Valid, static spec =>
        {
            var sent = SpecificationMessages.ToMessage(spec);
            var received = SpecificationMessages.FromMessage(Wire.ApplicationSpec.Parser.ParseFrom(Google.Protobuf.MessageExtensions.ToByteArray(sent)));
            Assert.Equal(sent, SpecificationMessages.ToMessage(received));
            Assert.Equal(SpecificationWriter.ToJson(spec), SpecificationWriter.ToJson(received));
            return SpecificationRules.Check(received).Count == 0;
        }));

    [Fact]
    public void Max_attempts_is_kept_and_not_shown_as_1() =>
        Assert.Equal(7, SpecificationMessages.FromMessage(new Wire.ApplicationSpec { MaxAttempts = 7 }).MaxAttempts);

    [Fact]
    public void What_a_client_does_not_know_gets_its_default()
    {
        var spec = SpecificationMessages.FromMessage(new Wire.ApplicationSpec { Services = { ["a"] = new Wire.Service() } });

        Assert.Equal((0, TimeSpan.Zero, "skein", new LogAggregationSpec()), (spec.Priority, spec.TimeLimit, spec.ApplicationType, spec.Logs));
        var service = spec.Services["a"];
        Assert.Equal((new RestartSpec(), null, null, null), (service.Restart, service.Ready, service.Container, service.Placement));
        Assert.Equal((TimeSpan.Zero, TimeSpan.Zero), (service.StopGrace, service.TimeLimit));
        Assert.Empty(service.Resources.Custom);
    }

    [Fact]
    public void What_is_left_out_of_a_policy_gets_its_default()
    {
        var service = SpecificationMessages.FromMessage(new Wire.Service { Restart = new Wire.RestartPolicy { BackoffMs = 1 }, Ready = new Wire.Readiness { HttpPort = 80 } });

        Assert.Equal(new RestartSpec { Backoff = TimeSpan.FromMilliseconds(1), MaxBackoff = TimeSpan.FromMinutes(5) }, service.Restart);
        Assert.Equal(new ReadinessSpec { HttpPort = 80, HttpPath = "/", Period = TimeSpan.FromSeconds(1) }, service.Ready);
    }

    [Fact]
    public void Defaults_are_not_sent()
    {
        var message = SpecificationMessages.ToMessage(new ServiceSpec { Resources = new ResourcesSpec { Memory = 1, VCores = 1 }, Script = "run" });

        Assert.Equal((null, null, null, null), (message.Restart, message.Ready, message.Container, message.Placement));
        Assert.Equal("", SpecificationMessages.ToMessage(new ApplicationSpec()).ApplicationType);
        Assert.Null(SpecificationMessages.ToMessage(new ApplicationSpec()).Logs);
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    public void A_duration_that_is_none_is_survived(long milliseconds) => Assert.NotEqual(
        TimeSpan.Zero, SpecificationMessages.FromMessage(new Wire.Service { TimeLimitMs = milliseconds }).TimeLimit);

    [Fact]
    public void The_case_of_a_nameservice_is_kept() =>
        Assert.Equal("NameService1", SpecificationMessages.ToMessage(new FileSpec { Source = "hdfs://NameService1/x" }).Source.Host);

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void An_address_without_a_port_can_be_submitted_again(int port)
    {
        var message = new Wire.File { Source = new Wire.Url { Scheme = "hdfs", Host = "ns", Port = port, File = "/x" } };

        var file = SpecificationMessages.FromMessage(message);

        Assert.Equal("hdfs://ns/x", file.Source);
        Assert.Equal(0, SpecificationMessages.ToMessage(file).Source.Port);
    }

    [Theory]
    [InlineData("hdfs", "", 0, "/x", "hdfs:///x")]
    [InlineData("hdfs", "nn", 8020, "/x", "hdfs://nn:8020/x")]
    [InlineData("hdfs", "nn", 8020, "x", "hdfs://nn:8020/x")]
    [InlineData("file", "", 0, "/a#b", "file:///a#b")]
    [InlineData("", "", 0, "/x", "/x")]
    public void An_address_is_written_as_people_write_it(string scheme, string host, int port, string path, string address) =>
        Assert.Equal(
            address,
            SpecificationMessages.FromMessage(new Wire.File { Source = new Wire.Url { Scheme = scheme, Host = host, Port = port, File = path } }).Source);

    [Fact]
    public void An_empty_message_is_taken_and_breaks_the_rules()
    {
        var errors = SpecificationRules.Check(SpecificationMessages.FromMessage(new Wire.ApplicationSpec())).Select(static error => error.ToString());

        Assert.Equal(["max_attempts: must be >= 1, not 0", "services: There must be at least one service, or a script of the master"], errors);
    }

    [Fact]
    public void A_client_s_message_is_judged_by_the_rules_of_files()
    {
        var service = new Wire.Service { Instances = -1, MaxRestarts = -2, Depends = { "b" } };
        service.Files.Add("x/y", new Wire.File());
        var message = new Wire.ApplicationSpec { MaxAttempts = 1, Services = { ["a"] = service }, Master = new Wire.Master { Security = new Wire.Security() } };

        var errors = SpecificationRules.Check(SpecificationMessages.FromMessage(message)).Select(static error => error.ToString());

        Assert.Equal(
            [
                "master.resources.memory: must be >= 1, not 0",
                "master.resources.vcores: must be >= 1, not 0",
                "master.security: give exactly one of 'cert_file' and 'cert_bytes'",
                "master.security: give exactly one of 'key_file' and 'key_bytes'",
                "services.a.resources.memory: must be >= 1, not 0",
                "services.a.resources.vcores: must be >= 1, not 0",
                "services.a.script: must not be empty",
                "services.a.instances: must be >= 0, not -1",
                "services.a.max_restarts: must be >= -1, not -2",
                "services.a.files.x/y: 'x/y' can not name a file in a container: write one name without /",
                "services.a.files.x/y.source: '' is not an absolute URL; write scheme://host:port/path",
                "services.a.depends[0]: 'b' is not a service here; there are none",
            ],
            errors);
    }

    [Fact]
    public void Values_of_a_newer_peer_are_survived()
    {
        var file = SpecificationMessages.FromMessage(new Wire.File
        {
            Type = (Wire.File.Types.Type)9,
            Visibility = (Wire.File.Types.Visibility)9,
        });
        var master = SpecificationMessages.FromMessage(new Wire.ApplicationSpec { Master = new Wire.Master { LogLevel = (Wire.Log.Types.Level)99 } }).Master;

        Assert.Equal((FileType.File, FileVisibility.Application, LogLevel.Info), (file.Type, file.Visibility, master.LogLevel));
    }

    [Fact]
    public void Numbers_of_enumerations_are_those_of_the_wire()
    {
        foreach (var level in Enum.GetValues<LogLevel>())
            Assert.Equal(level.ToString(), ((Wire.Log.Types.Level)level).ToString());
        foreach (var type in Enum.GetValues<FileType>())
            Assert.Equal(type.ToString(), ((Wire.File.Types.Type)type).ToString());
        foreach (var visibility in Enum.GetValues<FileVisibility>())
            Assert.Equal(visibility.ToString(), ((Wire.File.Types.Visibility)visibility).ToString());
    }

    [Fact]
    public void Half_of_a_pair_that_is_not_there_stays_not_there()
    {
        var security = SpecificationMessages.FromMessage(new Wire.ApplicationSpec { Master = new Wire.Master { Security = new Wire.Security() } }).Master.Security;

        Assert.Equal((null, null, null, null), (security?.CertFile, security?.CertBytes, security?.KeyFile, security?.KeyBytes));
    }
}
