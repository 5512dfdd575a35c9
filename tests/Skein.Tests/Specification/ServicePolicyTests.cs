using Skein.Specification;

namespace Skein.Tests.Specification;

public sealed class ServicePolicyTests
{
    private const string Everything =
        """
        priority: 5
        time_limit: 12h
        application_type: batch
        security: {principal: alice@EXAMPLE.COM, keytab: "hdfs:///alice.keytab"}
        logs: {include: 'a.*', exclude: 'b.*', rolled_include: '.*\.log', rolled_exclude: c}
        services:
          scheduler: {resources: {memory: 1, vcores: 1}, script: run}
          worker:
            resources: {memory: 1 GiB, vcores: 1, custom: {example.com/licence: 1, disk: 10Gi}}
            script: run
            depends: [scheduler]
            restart: {backoff: 1s, max_backoff: 10m, window: 1h}
            ready: {key: 'worker.{instance}.up', period: 500ms, timeout: 2m}
            stop_grace: 30
            time_limit: 6h
            container: {image: 'python:3.12', mounts: ['/data:/data:ro'], network: host}
            placement: {near: [scheduler], apart: [worker, worker], max_per_node: 2, max_per_rack: 3, attributes: {os: linux, arch: {not: arm}}}
        """;

    [Fact]
    public void Every_field_is_read()
    {
        var spec = Specifications.Read(Everything);

        Assert.Equal((5, TimeSpan.FromHours(12), "batch"), (spec.Priority, spec.TimeLimit, spec.ApplicationType));
        Assert.Equal(new LogAggregationSpec { Include = "a.*", Exclude = "b.*", RolledInclude = ".*\\.log", RolledExclude = "c" }, spec.Logs);
        Assert.Equal(("alice@EXAMPLE.COM", "hdfs:///alice.keytab"), (spec.Security!.Principal, spec.Security.Keytab.Source));
        var worker = spec.Services["worker"];
        Assert.Equal(
            [new("example.com/licence", new ResourceAmount(1)), new("disk", new ResourceAmount(10, "Gi"))], worker.Resources.Custom);
        Assert.Equal(
            new RestartSpec { Backoff = TimeSpan.FromSeconds(1), MaxBackoff = TimeSpan.FromMinutes(10), Window = TimeSpan.FromHours(1) }, worker.Restart);
        Assert.Equal(
            new ReadinessSpec { Key = "worker.{instance}.up", Period = TimeSpan.FromMilliseconds(500), Timeout = TimeSpan.FromMinutes(2) }, worker.Ready);
        Assert.Equal((TimeSpan.FromSeconds(30), TimeSpan.FromHours(6)), (worker.StopGrace, worker.TimeLimit));
        Assert.Equal(("python:3.12", "host"), (worker.Container!.Image, worker.Container.Network));
        Assert.Equal(["/data:/data:ro"], worker.Container.Mounts);
        var placement = worker.Placement!;
        Assert.Equal(["scheduler"], placement.Near);
        Assert.Equal(["worker"], placement.Apart);
        Assert.Equal((2, 3), (placement.MaxPerNode, placement.MaxPerRack));
        Assert.Equal(
            [new NodeAttributeSpec { Name = "os", Value = "linux" }, new NodeAttributeSpec { Name = "arch", Value = "arm", Differs = true }],
            placement.Attributes);
    }

    [Theory]
    [InlineData("ready: {tcp: 8080}", null, 8080, null, "/")]
    [InlineData("ready: {http: {port: 80}}", null, null, 80, "/")]
    [InlineData("ready: {http: {port: 80, path: /health}}", null, null, 80, "/health")]
    [InlineData("ready: {key: up}", "up", null, null, "/")]
    public void A_container_shows_in_one_of_three_ways_that_it_is_ready(string field, string? key, int? tcp, int? http, string path)
    {
        var ready = Specifications.Read(Specifications.WithService(field)).Services["web"].Ready!;
        Assert.Equal((key, tcp, http, path), (ready.Key, ready.TcpPort, ready.HttpPort, ready.HttpPath));
    }

    [Fact]
    public void What_differs_from_the_defaults_is_written_as_people_write_it()
    {
        var yaml = SpecificationWriter.ToYaml(Specifications.Read(Everything));

        Assert.Contains("max_attempts: 1\npriority: 5\ntime_limit: \"12h\"\napplication_type: batch\ntags: []\n", yaml, StringComparison.Ordinal);
        Assert.EndsWith(
            """
                relax_locality: false
                restart:
                  backoff: "1s"
                  max_backoff: "10m"
                  window: "1h"
                ready:
                  key: "worker.{instance}.up"
                  period: "500ms"
                  timeout: "2m"
                stop_grace: "30s"
                time_limit: "6h"
                container:
                  image: python:3.12
                  mounts:
                  - /data:/data:ro
                  network: host
                placement:
                  near:
                  - scheduler
                  apart:
                  - worker
                  max_per_node: 2
                  max_per_rack: 3
                  attributes:
                    os: linux
                    arch:
                      not: arm

            """,
            yaml,
            StringComparison.Ordinal);
        Assert.Contains("      custom:\n        example.com/licence: 1\n        disk: \"10Gi\"\n", yaml, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("restart: {backoff: -1}", "restart.backoff: must be at least 0s, not -1s")]
    [InlineData("restart: {backoff: 10m}", "restart.max_backoff: must be at least 10m, not 5m")]
    [InlineData("restart: {max_backoff: 0}", "restart.max_backoff: must be at least 1ms, not 0s")]
    [InlineData("restart: {window: often}", "restart.window: must be a duration, as 90s, 5m or 1h30m, not 'often'")]
    [InlineData("restart: 5s", "restart: must be a map, a key and a value on each line, not text")]
    [InlineData("ready: {}", "ready: give exactly one of 'key', 'tcp' and 'http'")]
    [InlineData("ready: {key: a, tcp: 1}", "ready: give exactly one of 'key', 'tcp' and 'http'")]
    [InlineData("ready: {tcp: 1, http: {port: 2}}", "ready: give exactly one of 'key', 'tcp' and 'http'")]
    [InlineData("ready: {tcp: 0}", "ready.tcp: must be a port, 1 to 65535")]
    [InlineData("ready: {tcp: 65536}", "ready.tcp: must be a port, 1 to 65535")]
    [InlineData("ready: {tcp: many}", "ready.tcp: must be a whole number, not text")]
    [InlineData("ready: {http: 80}", "ready.http: must be a map, a key and a value on each line, not a number")]
    [InlineData("ready: {http: {}}", "ready.http.port: is required")]
    [InlineData("ready: {http: {port: 0}}", "ready.http.port: must be a port, 1 to 65535")]
    [InlineData("ready: {http: {port: 1, path: health}}", "ready.http.path: must start with / and hold no spaces")]
    [InlineData("ready: {http: {port: 1, path: '/a b'}}", "ready.http.path: must start with / and hold no spaces")]
    [InlineData("ready: {key: ''}", "ready.key: must not be empty")]
    [InlineData("ready: {key: 1}", "ready.key: must be text, not a number: put it in quotes")]
    [InlineData("ready: {key: 'a.{service}'}", "ready.key: only {instance} may stand in braces")]
    [InlineData("ready: {key: a, period: 1ms}", "ready.period: must be at least 100ms, not 1ms")]
    [InlineData("ready: {key: a, timeout: 9999d}", "ready.timeout: must be at most 3650d")]
    [InlineData("stop_grace: soon", "stop_grace: must be a duration, as 90s, 5m or 1h30m, not 'soon'")]
    [InlineData("time_limit: -1s", "time_limit: must be a duration, as 90s, 5m or 1h30m, not '-1s'")]
    [InlineData("container: {mounts: []}", "container.image: is required")]
    [InlineData("container: {image: ''}", "container.image: must be the name of an image, as python:3.12")]
    [InlineData("container: {image: 'a b'}", "container.image: must be the name of an image, as python:3.12")]
    [InlineData("container: {image: a, network: 'a b'}", "container.network: must be the name of a network, as host or bridge")]
    [InlineData("container: {image: a, mounts: ['/a:/b']}", "container.mounts[0]: '/a:/b' is not a mount; write SOURCE:DESTINATION:MODE, as /data:/data:ro, with mode ro or rw")]
    [InlineData("container: {image: a, mounts: ['/a:/b:rx']}", "container.mounts[0]: '/a:/b:rx' is not a mount")]
    [InlineData("container: {image: a, mounts: ['/a:b:ro']}", "container.mounts[0]: '/a:b:ro' is not a mount")]
    [InlineData("container: {image: a, mounts: [':/b:ro']}", "container.mounts[0]: ':/b:ro' is not a mount")]
    [InlineData("container: {image: a, mounts: ['/a,/b:/b:ro']}", "container.mounts[0]: '/a,/b:/b:ro' is not a mount")]
    [InlineData("node_label: gpu\nplacement: {max_per_node: 1, apart: [web]}", "placement: has 2 rules, but YARN takes only one together with 'node_label' ('gpu'): leave one of them")]
    [InlineData("placement: {near: [web]}", "placement.near[0]: a service can not be near itself: its first container would find no place")]
    [InlineData("placement: {near: [wep]}", "placement.near[0]: 'wep' is not a service here; there are none")]
    [InlineData("placement: {near: web}", "placement.near: must be a list, not text: write [web]")]
    [InlineData("placement: {apart: [wep]}", "placement.apart[0]: 'wep' is not a service here; did you mean 'web'?")]
    [InlineData("placement: {max_per_node: -1}", "placement.max_per_node: must be >= 0, not -1")]
    [InlineData("placement: {max_per_rack: -1}", "placement.max_per_rack: must be >= 0, not -1")]
    [InlineData("placement: {attributes: {os: 1}}", "placement.attributes.os: must be text or {not: TEXT}, not a number")]
    [InlineData("placement: {attributes: {os: {but: a}}}", "placement.attributes.os.not: is required", true)]
    [InlineData("placement: {attributes: {os: 'a b'}}", "placement.attributes.os: 'a b' is not a value of a node attribute: letters, digits, '-', '_' and '.'")]
    [InlineData("placement: {attributes: {a/b/c: d}}", "placement.attributes.a/b/c: 'a/b/c' is not the name of a node attribute; write as os or rm.yarn.io/os")]
    [InlineData("nodes: [a]\nplacement: {max_per_node: 1}", "placement: can not stand beside 'nodes' and 'racks'; use one of the two ways")]
    [InlineData("racks: [a]\nplacement: {max_per_node: 1}", "placement: can not stand beside 'nodes' and 'racks'; use one of the two ways")]
    public void A_faulty_policy_is_explained(string field, string message, bool amongOthers = false)
    {
        var errors = Specifications.ErrorsOf(Specifications.WithService(field));
        Assert.Contains(errors, error => error.Contains(": services.web." + message, StringComparison.Ordinal));
        Assert.True(amongOthers || errors.Length == 1, string.Join('\n', errors));
    }

    [Theory]
    [InlineData("placement: {near: [db]}", "placement.near[0]: containers near 'db' can only be placed once it runs: add it to 'depends'")]
    [InlineData("depends: [db]\nplacement: {near: [db], apart: [db]}", "placement.near[0]: 'db' is in 'apart' too")]
    public void Near_is_for_services_that_run_before(string field, string message) => Assert.EndsWith(
        ": services.web." + message,
        Specifications.ErrorOf(Specifications.WithService(field) + "  db: {resources: {memory: 1, vcores: 1}, script: run}"),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("custom: {disk: 1.5}", "custom.disk: must be a whole number, with units where the cluster counts the type in such, as 2 or 10Gi")]
    [InlineData("custom: {disk: 10 GiB}", "custom.disk: 'GiB' is not a unit of YARN; did you mean 'Gi'?")]
    [InlineData("custom: {disk: many}", "custom.disk: must be a whole number, with units")]
    [InlineData("custom: {disk: -1}", "custom.disk: must be >= 0, not -1")]
    [InlineData("custom: {yarn.io/gpu: 1}", "custom.yarn.io/gpu: has a field of its own: write 'gpus'")]
    [InlineData("custom: {memory-mb: 1}", "custom.memory-mb: has a field of its own: write 'memory'")]
    [InlineData("custom: {'a b': 1}", "custom.'a b': 'a b' is not the name of a resource type")]
    [InlineData("custom: [disk]", "custom: must be a map, a key and a value on each line, not a list")]
    public void A_faulty_amount_of_a_resource_is_explained(string field, string message) => Assert.Contains(
        ": master.resources." + message,
        Specifications.ErrorOf(Specifications.WithMaster($"resources: {{memory: 1, vcores: 1, {field}}}")),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("priority: -1", "priority: must be >= 0, not -1")]
    [InlineData("priority: high", "priority: must be a whole number, not text")]
    [InlineData("application_type: ''", "application_type: must be 1 to 20 letters without commas")]
    [InlineData("application_type: longer than twenty letters", "application_type: must be 1 to 20 letters without commas")]
    [InlineData("application_type: 'a,b'", "application_type: must be 1 to 20 letters without commas")]
    [InlineData("tags: [a, \"é\"]", "tags[1]: 'é' holds letters that YARN takes in no tag; write ASCII")]
    [InlineData("logs: {rolled_exclude: a}", "logs.rolled_exclude: takes away from 'rolled_include': give that too")]
    [InlineData("logs: {includes: a}", "logs.includes: is not known here; did you mean 'include'?")]
    public void A_faulty_field_of_the_application_is_explained(string field, string message) =>
        Assert.EndsWith(": " + message, Specifications.ErrorOf(Specifications.WithApplication(field)), StringComparison.Ordinal);
}
