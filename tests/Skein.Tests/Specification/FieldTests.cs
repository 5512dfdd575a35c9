using System.Text;
using Skein.Specification;

namespace Skein.Tests.Specification;

public sealed class FieldTests
{
    [Fact]
    public void What_is_left_out_gets_its_default()
    {
        var spec = Specifications.Read(Specifications.WithService(""));

        Assert.Equal(("skein", "default", "", "", 1), (spec.Name, spec.Queue, spec.User, spec.NodeLabel, spec.MaxAttempts));
        Assert.Empty(spec.Tags);
        Assert.Empty(spec.FileSystems);
        Assert.False(spec.Acls.Enable);
        Assert.Equal(new ResourcesSpec { Memory = 512, VCores = 1 }, spec.Master.Resources);
        Assert.Equal((LogLevel.Info, "", null, null), (spec.Master.LogLevel, spec.Master.Script, spec.Master.LogConfig, spec.Master.Security));
        var service = spec.Services["web"];
        Assert.Equal((1, 0, false, "", false), (service.Instances, service.MaxRestarts, service.AllowFailures, service.NodeLabel, service.RelaxLocality));
        Assert.Empty(service.Files);
        Assert.Empty(service.Env);
        Assert.Empty(service.Depends);
        Assert.Empty(service.Nodes);
        Assert.Empty(service.Racks);
        Assert.Equal((0, 0), (service.Resources.Gpus, service.Resources.Fpgas));
    }

    [Fact]
    public void Every_field_is_read()
    {
        var spec = Specifications.Read(
            """
            name: job
            queue: fruit
            user: alice
            node_label: fast
            max_attempts: 3
            tags: [a, b, a]
            file_systems: ["hdfs://other:8020"]
            acls:
              enable: yes
              view_users: ["*"]
              view_groups: [g1]
              modify_users: [bob]
              modify_groups: [g2]
              ui_users: [carol]
            master:
              resources: {memory: 1 GiB, vcores: 2, gpus: 1, fpgas: 2}
              script: echo driver
              files: {conf: /etc/hosts}
              env: {A: b}
              log_level: debug
              log_config: /etc/log4j.properties
              security: {cert_bytes: certificate, key_file: /etc/key.pem}
            services:
              web:
                resources: {memory: 2 GiB, vcores: 4, gpus: 5, fpgas: 6}
                script: |
                  echo one
                  echo two
                instances: 0
                files:
                  environment: {source: hdfs://ns/env.tar.gz, visibility: public, size: 12, timestamp: 34}
                  ./data: /data/x.zip
                env: {EMPTY: "", NUMBER: "1"}
                depends: [store]
                max_restarts: -1
                allow_failures: true
                node_label: gpu
                nodes: [n1, n2]
                racks: [/r1]
                relax_locality: on
              store: {resources: {memory: 1, vcores: 1}, script: run}
            """);

        Assert.Equal(("job", "fruit", "alice", "fast", 3), (spec.Name, spec.Queue, spec.User, spec.NodeLabel, spec.MaxAttempts));
        Assert.Equal(["a", "b"], spec.Tags);
        Assert.Equal(["hdfs://other:8020"], spec.FileSystems);
        Assert.True(spec.Acls.Enable);
        Assert.Equal(["*"], spec.Acls.ViewUsers);
        Assert.Equal(["g1"], spec.Acls.ViewGroups);
        Assert.Equal(["bob"], spec.Acls.ModifyUsers);
        Assert.Equal(["g2"], spec.Acls.ModifyGroups);
        Assert.Equal(["carol"], spec.Acls.UiUsers);
        Assert.Equal(new ResourcesSpec { Memory = 1024, VCores = 2, Gpus = 1, Fpgas = 2 }, spec.Master.Resources);
        Assert.Equal("echo driver", spec.Master.Script);
        Assert.Equal(new FileSpec { Source = "file:///etc/hosts" }, spec.Master.Files["conf"]);
        Assert.Equal("b", spec.Master.Env["A"]);
        Assert.Equal(LogLevel.Debug, spec.Master.LogLevel);
        Assert.Equal("file:///etc/log4j.properties", spec.Master.LogConfig?.Source);
        Assert.Equal("certificate", Encoding.ASCII.GetString(spec.Master.Security!.CertBytes!.Value.Span));
        Assert.Equal("file:///etc/key.pem", spec.Master.Security.KeyFile?.Source);
        Assert.Equal(["web", "store"], spec.Services.Keys);
        var web = spec.Services["web"];
        Assert.Equal(new ResourcesSpec { Memory = 2048, VCores = 4, Gpus = 5, Fpgas = 6 }, web.Resources);
        Assert.Equal("echo one\necho two\n", web.Script);
        Assert.Equal((0, -1, true, "gpu", true), (web.Instances, web.MaxRestarts, web.AllowFailures, web.NodeLabel, web.RelaxLocality));
        Assert.Equal(
            new FileSpec { Source = "hdfs://ns/env.tar.gz", Type = FileType.Archive, Visibility = FileVisibility.Public, Size = 12, Timestamp = 34 },
            web.Files["environment"]);
        Assert.Equal(new FileSpec { Source = "file:///data/x.zip", Type = FileType.Archive }, web.Files["data"]);
        Assert.Equal(("", "1"), (web.Env["EMPTY"], web.Env["NUMBER"]));
        Assert.Equal(["store"], web.Depends);
        Assert.Equal(["n1", "n2"], web.Nodes);
        Assert.Equal(["/r1"], web.Racks);
    }

    [Theory]
    [InlineData("services: {}\nmaster: {script: run}")]
    [InlineData("services:\nmaster: {script: run}")]
    [InlineData("master: {script: run}")]
    public void A_script_of_the_master_stands_for_services(string yaml) => Assert.Empty(Specifications.Read(yaml).Services);

    [Theory]
    [InlineData("files:")]
    [InlineData("env: ~")]
    [InlineData("depends: null")]
    [InlineData("nodes: []")]
    public void An_empty_collection_may_be_left_blank(string field) => Assert.Single(Specifications.Read(Specifications.WithService(field)).Services);

    [Theory]
    [InlineData("a.b_c-1")]
    [InlineData("dask.scheduler")]
    [InlineData("ünïcode")]
    [InlineData("with space")]
    public void Service_names_are_free_as_long_as_they_fit_into_a_file_name(string name) =>
        Assert.Equal(name, Assert.Single(Specifications.Read($"services: {{\"{name}\": {{resources: {{memory: 1, vcores: 1}}, script: run}}}}").Services).Key);

    [Theory]
    [InlineData("instances: 20001", "services.web.instances: must be <= 20000, not 20001")]
    [InlineData("instances: -1", "services.web.instances: must be >= 0, not -1")]
    [InlineData("instances: two", "services.web.instances: must be a whole number, not text")]
    [InlineData("instances: true", "services.web.instances: must be a whole number, not a boolean")]
    [InlineData("instances: 1.0", "services.web.instances: must be a whole number, not a number with a fraction")]
    [InlineData("instances: 4294967296", "services.web.instances: is out of range; the most is 2147483647, the least -2147483648")]
    [InlineData("instances: 99999999999999999999", "services.web.instances: is out of range")]
    [InlineData("instances:", "services.web.instances: must be a whole number, not nothing")]
    [InlineData("max_restarts: -2", "services.web.max_restarts: must be >= -1, not -2")]
    [InlineData("allow_failures: 1", "services.web.allow_failures: must be true or false, not a number")]
    [InlineData("allow_failures: \"yes\"", "services.web.allow_failures: must be true or false, not text")]
    [InlineData("node_label: 1", "services.web.node_label: must be text, not a number: put it in quotes")]
    [InlineData("node_label:", "services.web.node_label: must be text, not nothing: leave it out, or write '' for empty text")]
    [InlineData("nodes: n1", "services.web.nodes: must be a list, not text: write [n1]")]
    [InlineData("nodes: {a: b}", "services.web.nodes: must be a list, not a map")]
    [InlineData("nodes: [a, 1]", "services.web.nodes[1]: must be text, not a number: put it in quotes")]
    [InlineData("env: {A: 1}", "services.web.env.A: must be text, not a number: put it in quotes")]
    [InlineData("env: {A: yes}", "services.web.env.A: must be text, not a boolean: put it in quotes")]
    [InlineData("env: {A: 2020-01-01}", "services.web.env.A: must be text, not a date: put it in quotes")]
    [InlineData("env: {A: }", "services.web.env.A: must be text, not nothing: leave it out")]
    [InlineData("env: {ON: a}", "services.web.env.ON: a key must be text, not a boolean: put it in quotes")]
    [InlineData("env: {1: a}", "services.web.env.1: a key must be text, not a number: put it in quotes")]
    [InlineData("env: {A=B: a}", "services.web.env.'A=B': the name of a variable must not be empty")]
    [InlineData("env: {'': a}", "services.web.env.'': the name of a variable must not be empty")]
    [InlineData("env: {A: \"\\0\"}", "services.web.env.A: must not contain a NUL character")]
    [InlineData("env: [A=b]", "services.web.env: must be a map, a key and a value on each line, not a list")]
    [InlineData("env: {A: a, A: b}", "services.web.env.A: is written twice, first in line 5")]
    [InlineData("instance: 1", "services.web.instance: is not known here; did you mean 'instances'?")]
    [InlineData("Instances: 1", "services.web.Instances: is not known here; did you mean 'instances'?")]
    [InlineData("max_restart: 1", "services.web.max_restart: is not known here; did you mean 'max_restarts'?")]
    [InlineData("commands: [run]", "services.web.commands: is not known here; write its lines as one block after 'script: |'")]
    [InlineData("bogus: 1", "services.web.bogus: is not known here; valid are resources, script, instances, files,")]
    public void A_faulty_field_of_a_service_is_explained(string field, string message) =>
        Assert.Contains(": " + message, Specifications.ErrorOf(Specifications.WithService(field)), StringComparison.Ordinal);

    [Theory]
    [InlineData("max_attempts: 0", "max_attempts: must be >= 1, not 0")]
    [InlineData("name: 1", "name: must be text, not a number: put it in quotes")]
    [InlineData("name: [a]", "name: must be text, not a list")]
    [InlineData("tags: one", "tags: must be a list, not text: write [one]")]
    [InlineData("file_systems: hdfs://a", "file_systems: must be a list, not text: write [hdfs://a]")]
    [InlineData("file_systems: [nn1]", "file_systems[0]: 'nn1' is not the address of a file system; write as hdfs://nameservice or hdfs://host:port")]
    [InlineData("file_systems: ['hdfs://nn:port']", "file_systems[0]: 'hdfs://nn:port' is not the address of a file system")]
    [InlineData("acls: {view_users: alice}", "acls.view_users: must be a list, not text: write [alice]")]
    [InlineData("acls: {view_users: ['alice,bob']}", "acls.view_users[0]: 'alice,bob' is not a name; write one name without spaces and commas, or *")]
    [InlineData("acls: {modify_groups: ['domain users']}", "acls.modify_groups[0]: 'domain users' is not a name")]
    [InlineData("acls: {enabled: true}", "acls.enabled: is not known here; did you mean 'enable'?")]
    [InlineData("acls: yes", "acls: must be a map, a key and a value on each line, not a boolean")]
    [InlineData("service: {}", "service: is not known here; did you mean 'services'?")]
    [InlineData("\"\\u001b[31mred\": 1", "'\\u001b[31mred': is not known here")]
    public void A_faulty_field_of_the_application_is_explained(string field, string message) =>
        Assert.Contains(": " + message, Specifications.ErrorOf(Specifications.WithApplication(field)), StringComparison.Ordinal);

    [Theory]
    [InlineData("log_level: loud", "master.log_level: 'loud' is not valid; valid are ALL, TRACE, DEBUG, INFO, WARN, ERROR, FATAL, OFF")]
    [InlineData("log_level: wran", "master.log_level: 'wran' is not valid; did you mean 'WARN'?")]
    [InlineData("log_level: OFF", "master.log_level: must be one of ALL, TRACE, DEBUG, INFO, WARN, ERROR, FATAL, OFF, not a boolean: put it in quotes")]
    [InlineData("log_level: 3", "master.log_level: must be one of")]
    [InlineData("log_config: 1", "master.log_config: must be a path, a URL or a map with 'source', not a number")]
    [InlineData("resources: {memory: 0, vcores: 1}", "master.resources.memory: must be >= 1, not 0")]
    [InlineData("resources: {memory: 1, vcores: 0}", "master.resources.vcores: must be >= 1, not 0")]
    [InlineData("resources: {memory: 1, vcores: 1, gpus: -1}", "master.resources.gpus: must be >= 0, not -1")]
    [InlineData("resources: {memory: 1, vcores: 1, fpgas: -1}", "master.resources.fpgas: must be >= 0, not -1")]
    [InlineData("resources: {memory: 1}", "master.resources.vcores: is required")]
    [InlineData("resources: {vcores: 1}", "master.resources.memory: is required")]
    [InlineData("resources: {memory: [1], vcores: 1}", "master.resources.memory: must be an amount of memory, as 512 MiB, not a list")]
    [InlineData("resources: {memory: 1, vcores: 1, vcore: 1}", "master.resources.vcore: is not known here; did you mean 'vcores'?")]
    [InlineData("security: {}", "master.security: give exactly one of 'cert_file' and 'cert_bytes'")]
    [InlineData("security: {cert_bytes: a, cert_file: /b, key_bytes: c}", "master.security: give exactly one of 'cert_file' and 'cert_bytes'")]
    [InlineData("security: {cert_bytes: a}", "master.security: give exactly one of 'key_file' and 'key_bytes'")]
    [InlineData("security: {cert_bytes: a, key_bytes: ä}", "master.security.key_bytes: must be PEM text")]
    public void A_faulty_field_of_the_master_is_explained(string field, string message) =>
        Assert.Contains(Specifications.ErrorsOf(Specifications.WithMaster(field)), error => error.Contains(": " + message, StringComparison.Ordinal));

    [Theory]
    [InlineData("{resources: {memory: 1, vcores: 1}}", "services.web.script: is required")]
    [InlineData("{resources: {memory: 1, vcores: 1}, script: }", "services.web.script: is required")]
    [InlineData("{resources: {memory: 1, vcores: 1}, script: ''}", "services.web.script: must not be empty")]
    [InlineData("{resources: {memory: 1, vcores: 1}, script: [a]}", "services.web.script: must be text, not a list")]
    [InlineData("{script: run}", "services.web.resources: is required")]
    [InlineData("{script: run, resources: }", "services.web.resources: is required")]
    [InlineData("", "services.web: must be a map, a key and a value on each line, not nothing")]
    [InlineData("[]", "services.web: must be a map, a key and a value on each line, not a list")]
    public void What_a_service_needs_is_asked_for_once(string service, string message) =>
        Assert.EndsWith(": " + message, Specifications.ErrorOf("services:\n  web: " + service), StringComparison.Ordinal);

    [Theory]
    [InlineData("a/b")]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("a\\u0007b")]
    public void A_service_that_can_not_name_a_file_is_refused(string name) =>
        Assert.Contains(
            "can not name a service",
            Specifications.ErrorOf($"services: {{\"{name}\": {{resources: {{memory: 1, vcores: 1}}, script: run}}}}"),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("name: empty")]
    [InlineData("services: {}")]
    public void A_specification_without_anything_to_run_is_refused(string yaml) =>
        Assert.Contains("There must be at least one service", Specifications.ErrorOf(yaml), StringComparison.Ordinal);

    [Fact]
    public void The_fault_of_an_object_hides_what_would_follow_from_it() =>
        Assert.Equal(["app.yaml:1:11: services: must be a map, a key and a value on each line, not a list"], Specifications.ErrorsOf("services: [web]"));
}
