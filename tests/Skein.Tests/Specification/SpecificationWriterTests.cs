using FsCheck;
using FsCheck.Fluent;
using Skein.Specification;

namespace Skein.Tests.Specification;

public sealed class SpecificationWriterTests
{
    private const string Expected =
        """
        name: skein
        queue: default
        user: ""
        node_label: ""
        max_attempts: 1
        tags: []
        file_systems: []
        acls:
          enable: false
          view_users: []
          view_groups: []
          modify_users: []
          modify_groups: []
          ui_users: []
        master:
          resources:
            memory: 512
            vcores: 1
            gpus: 0
            fpgas: 0
          script: ""
          files: {}
          env: {}
          log_level: INFO
        services:
          web:
            resources:
              memory: 1
              vcores: 1
              gpus: 0
              fpgas: 0
            script: |
              # start
              if true; then
                  run "$HOME" # it's fine: really
              fi
            instances: 1
            files:
              environment:
                source: hdfs://ns1/env.tar.gz
                type: ARCHIVE
                visibility: APPLICATION
                size: 0
                timestamp: 0
            env:
              ANSWER: "42"
            depends: []
            max_restarts: 0
            allow_failures: false
            node_label: ""
            nodes: []
            racks: []
            relax_locality: false

        """;

    private static ApplicationSpec Spec => new()
    {
        Services = new Dictionary<string, ServiceSpec>
        {
            ["web"] = new()
            {
                Resources = new ResourcesSpec { Memory = 1, VCores = 1 },
                Script = "# start\nif true; then\n    run \"$HOME\" # it's fine: really\nfi\n",
                Files = new Dictionary<string, FileSpec> { ["environment"] = new() { Source = "hdfs://ns1/env.tar.gz", Type = FileType.Archive } },
                Env = new Dictionary<string, string> { ["ANSWER"] = "42" },
            },
        },
    };

    [Fact]
    public void Yaml_shows_every_field_in_block_style_and_leaves_out_what_is_null() => Assert.Equal(Expected, SpecificationWriter.ToYaml(Spec));

    [Fact]
    public void Json_shows_every_field()
    {
        var json = SpecificationWriter.ToJson(Spec);

        Assert.StartsWith("{\n  \"name\": \"skein\",\n  \"queue\": \"default\",", json, StringComparison.Ordinal);
        Assert.Contains("\"log_level\": \"INFO\"", json, StringComparison.Ordinal);
        Assert.Contains("run \\\"$HOME\\\" # it's fine", json, StringComparison.Ordinal);
        Assert.DoesNotContain("null", json, StringComparison.Ordinal);
        Assert.EndsWith("}\n", json, StringComparison.Ordinal);
    }

    [Fact]
    public void Yaml_is_read_back_as_it_was_written() => ReadsBack(SpecificationWriter.ToYaml, SpecificationFormat.Yaml);

    [Fact]
    public void Json_is_read_back_as_it_was_written() => ReadsBack(SpecificationWriter.ToJson, SpecificationFormat.Json);

    [Theory]
    [InlineData("one line")]
    [InlineData("no end\nof line")]
    [InlineData("two ends\n\n")]
    [InlineData("\nblank first")]
    [InlineData("  indented\nfirst")]
    [InlineData("trailing \nspace")]
    [InlineData("carriage\r\nreturn")]
    [InlineData("a\n\n\n    b\n")]
    [InlineData("tab\n\tin front\n")]
    [InlineData("--- \nnot a document\n...\n")]
    [InlineData("nul\0")]
    public void Scripts_of_every_shape_are_kept(string script)
    {
        var spec = Spec with { Master = new MasterSpec { Script = script } };
        Assert.Equal(script, Specifications.Read(SpecificationWriter.ToYaml(spec)).Master.Script);
    }

    [Theory]
    [InlineData("echo \U0001F600 – ünïcode\necho two\n")]
    [InlineData("#!/bin/bash\n\n\tindented: \"x\"\n")]
    public void A_script_of_printable_lines_is_a_literal_block(string script) => Assert.Contains(
        "  script: |\n    " + script.Split('\n')[0],
        SpecificationWriter.ToYaml(Spec with { Master = new MasterSpec { Script = script } }),
        StringComparison.Ordinal);

    private static void ReadsBack(Func<ApplicationSpec, string> write, SpecificationFormat format) => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(500).WithEndSize(30),
        Prop.ForAll(ArbitrarySpecifications.Valid, spec =>
        {
            var result = SpecificationReader.ReadText(write(spec), format);
            Assert.Empty(result.Errors.Select(static error => error.ToString()));
            Assert.Equal(SpecificationMessages.ToMessage(spec), SpecificationMessages.ToMessage(result.Spec!));
            Assert.Equal(spec.Services.Keys, result.Spec!.Services.Keys);
            return true;
        }));
}
