using System.Text;
using Skein.Specification;
using Fields = Skein.Specification.SpecificationFields;

namespace Skein.Tests.Specification;

/// <summary>docs/specification.md: each example is read, and each field is there.</summary>
public sealed class DocumentationTests
{
    private static readonly string[] Page = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "specification.md"));

    public static TheoryData<string, string> Examples => [.. Rows().Select(static row => (row.Chapter, row.Example))];

    public static TheoryData<string> Blocks => [.. WholeBlocks()];

    [Theory]
    [MemberData(nameof(Examples))]
    public void The_example_of_a_field_is_read(string chapter, string example)
    {
        var key = example.Split(':')[0];
        var text = chapter switch
        {
            "The application" => key == Fields.Services ? example : $"{{{Services("")}, {example}}}",
            "Keytab" => $"{{{Services("")}, security: {With(example, "principal: a", "keytab: a")}}}",
            "Access lists" => $"{{{Services("")}, acls: {{{example}}}}}",
            "Log files" => $"{{{Services("")}, logs: {With(example, "rolled_include: a")}}}",
            "The application master" => $"{{{Services("")}, master: {{{example}}}}}",
            "Certificates" => $"{{{Services("")}, master: {{security: {With(example, key.StartsWith("cert", StringComparison.Ordinal) ? "key_file: a" : "cert_file: a")}}}}}",
            "A service" => $"{{{Services(example)}}}",
            "Resources" => $"{{{Services($"resources: {With(example, "memory: 1", "vcores: 1")}")}}}",
            "Files" => $"{{{Services($"files: {{a: {With(example, "source: a")}}}")}}}",
            "Restarts" => $"{{{Services($"restart: {{{example}}}")}}}",
            "Readiness" => $"{{{Services($"ready: {(key is Fields.Period or Fields.Timeout ? With(example, "key: a") : $"{{{example}}}")}")}}}",
            "Images" => $"{{{Services($"container: {With(example, "image: a")}")}}}",
            "Placement" => $"{{{Services($"placement: {{{example}}}")}}}",
            _ => throw new InvalidOperationException($"no fields are expected in the chapter '{chapter}'"),
        };

        Specifications.Read(text);
    }

    [Theory]
    [MemberData(nameof(Blocks))]
    public void An_example_of_several_lines_is_read(string block)
    {
        var isWhole = block.Contains("services:", StringComparison.Ordinal) || block.StartsWith("master:", StringComparison.Ordinal);
        var indented = "    " + block.TrimEnd().Replace("\n", "\n    ", StringComparison.Ordinal);

        Specifications.Read(isWhole
            ? block
            : $"services:\n  scheduler: {{resources: {{memory: 1, vcores: 1}}, script: run}}\n  worker:\n    resources: {{memory: 1, vcores: 1}}\n    script: run\n{indented}\n");
    }

    [Fact]
    public void Every_field_is_told_in_its_chapter_in_the_order_of_the_writer_or_of_the_reader()
    {
        (string Chapter, string[] Names)[] objects =
        [
            ("The application", Fields.OfApplication), ("Keytab", Fields.OfKeytab), ("Access lists", Fields.OfAcls), ("Log files", Fields.OfLogs),
            ("The application master", Fields.OfMaster), ("Certificates", Fields.OfSecurity), ("A service", Fields.OfService),
            ("Resources", Fields.OfResources), ("Files", Fields.OfFile), ("Restarts", Fields.OfRestart), ("Readiness", Fields.OfReady),
            ("Images", Fields.OfContainer), ("Placement", Fields.OfPlacement),
        ];

        foreach (var (chapter, names) in objects)
            Assert.Equal(names, Rows().Where(row => row.Chapter == chapter).Select(static row => row.Field));
    }

    [Fact]
    public void The_example_of_a_field_is_of_that_field() =>
        Assert.All(Rows(), static row => Assert.StartsWith(row.Field + ": ", row.Example, StringComparison.Ordinal));

    [Fact]
    public void What_skein_0_8_2_refuses_is_marked()
    {
        var text = SpecificationWriter.ToYaml(Specifications.Read("master: {log_config: a, security: {cert_file: a, key_bytes: b}}\n"
            + "services: {a: {resources: {memory: 1, vcores: 1}, script: run, files: {a: b}}}"));

        // One name may be that of a field of the application and of one that belongs to something in it.
        Assert.All(Rows(), row => Assert.True(
            row.IsMarked != ($"\n{text}".Contains($"{(row.Chapter == "The application" ? "\n" : "")}{row.Field}:", StringComparison.Ordinal) || row.Field is Fields.CertBytes or Fields.KeyFile), row.Field));
    }

    private static IEnumerable<(string Chapter, string Field, bool IsMarked, string Example)> Rows()
    {
        var chapter = "";
        foreach (var line in Page)
        {
            if (line.StartsWith("## ", StringComparison.Ordinal))
                chapter = line[3..];
            if (!line.StartsWith("| `", StringComparison.Ordinal))
                continue;
            var cells = line.Split(" | ");
            var name = cells[0].Split('`')[1];
            yield return (chapter, name, cells[0].EndsWith(" +", StringComparison.Ordinal), cells[^1].TrimEnd('|', ' ').Trim('`'));
        }
    }

    private static IEnumerable<string> WholeBlocks()
    {
        var block = default(StringBuilder);
        foreach (var line in Page)
        {
            if (line == "```yaml")
            {
                block = new StringBuilder();
            }
            else if (line == "```" && block is not null)
            {
                yield return block.ToString();
                block = null;
            }
            else
            {
                block?.Append(line).Append('\n');
            }
        }
    }

    private static string Services(string example) =>
        $"services: {{scheduler: {{resources: {{memory: 1, vcores: 1}}, script: run}}, worker: {With(example, "resources: {memory: 1, vcores: 1}", "script: run", "depends: [scheduler]")}}}";

    // What an example needs beside it, unless it is that itself.
    private static string With(string example, params string[] others)
    {
        var fields = others.Where(other => other.Split(':')[0] != example.Split(':')[0]).Append(example).Where(static field => field.Length > 0);
        return $"{{{string.Join(", ", fields)}}}";
    }
}
