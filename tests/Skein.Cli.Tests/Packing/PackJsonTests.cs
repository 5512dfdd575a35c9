using System.Text.Json;
using Skein.Cli.Packing;
using Skein.Packer;

namespace Skein.Cli.Tests.Packing;

public sealed class PackJsonTests
{
    [Fact]
    public void The_summary_tells_everything()
    {
        var summary = PackReportTests.Clean with
        {
            BytesFromCache = 7,
            ChangedFiles = ["lib/c"],
            StaysAbsolute = [new("lib/a", "why")],
            Warnings = ["careful"],
            Packages = [new("numpy 1.26.4", 3, 20)],
        };
        Assert.Equal(
            """
            {"output":"/out/env.tar.gz","format":"tar.gz","kind":"conda","source":"/envs/env","files":41893,"bytesIn":458200000,"bytesOut":144500000,"bytesFromCache":7,"seconds":2.346,"glibcFloor":"2.17","packages":[{"name":"numpy 1.26.4","files":3,"bytes":20}],"staysAbsolute":[{"path":"lib/a","reason":"why"}],"changedFiles":["lib/c"],"warnings":["careful"],"problems":[]}
            """,
            Compact(output => PackJson.WriteSummary(output, summary, TimeSpan.FromSeconds(2.3456))));
    }

    [Fact]
    public void What_is_not_known_is_null() => Assert.Contains(
        "\"glibcFloor\":null", Compact(static output => PackJson.WriteSummary(output, PackReportTests.Clean with { GlibcFloor = null }, default)), StringComparison.Ordinal);

    [Fact]
    public void A_plan_lists_its_entries()
    {
        var plan = new PackPlan
        {
            Output = "-",
            Format = ArchiveFormat.Folder,
            Source = "/e",
            Kind = EnvironmentKind.Venv,
            Entries = [new("bin/a", 0x1ed, 5, null, "a 1"), new("bin/b", 0x9, 0, "a", null)],
            Problems = [new("one", "x")],
            Warnings = ["w"],
        };
        Assert.Equal(
            """
            {"output":"-","format":"folder","kind":"venv","source":"/e","files":2,"entries":[{"path":"bin/a","mode":"0755","size":5,"link":null,"package":"a 1"},{"path":"bin/b","mode":"0011","size":0,"link":"a","package":null}],"warnings":["w"],"problems":[{"message":"one","details":["x"]}]}
            """,
            Compact(output => PackJson.WritePlan(output, plan)));
    }

    [Fact]
    public void Problems_are_listed_whole()
    {
        IReadOnlyList<string> details = [.. Enumerable.Range(0, 10_000).Select(static i => $"file {i}")];
        using var document = JsonDocument.Parse(Compact(output => PackJson.WriteProblems(output, [new("one", details), new("two")])));
        var problems = document.RootElement.GetProperty("problems");
        Assert.Equal(2, problems.GetArrayLength());
        Assert.Equal(10_000, problems[0].GetProperty("details").GetArrayLength());
        Assert.Equal("two", problems[1].GetProperty("message").GetString());
    }

    // The document without its indentation.
    private static string Compact(Action<TextWriter> write)
    {
        var writer = new StringWriter();
        write(writer);
        using var document = JsonDocument.Parse(writer.ToString());
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
            document.WriteTo(json);
        return System.Text.Encoding.UTF8.GetString(buffer.ToArray());
    }
}
