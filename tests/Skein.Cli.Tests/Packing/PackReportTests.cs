using Skein.Cli.Packing;
using Skein.Packer;

namespace Skein.Cli.Tests.Packing;

public sealed class PackReportTests
{
    internal static readonly PackSummary Clean = new()
    {
        Output = "/out/env.tar.gz",
        Format = ArchiveFormat.TarGz,
        Source = "/envs/env",
        Kind = EnvironmentKind.Conda,
        Files = 41_893,
        BytesIn = 458_200_000,
        BytesOut = 144_500_000,
        Packages = [.. Enumerable.Range(1, 7).Select(static i => new PackedPackage($"p{i} 1.0", i, (8 - i) * 1_000_000))],
        GlibcFloor = "2.17",
        ChangedFiles = [],
        StaysAbsolute = [],
        Warnings = [],
    };

    [Fact]
    public void A_clean_archive_is_told_in_two_lines() => Assert.Equal(
        """
        Biggest packages: p1 1.0 (7.0 MB), p2 1.0 (6.0 MB), p3 1.0 (5.0 MB), p4 1.0 (4.0 MB), p5 1.0 (3.0 MB)
        Packed 41,893 files, 458.2 MB into 144.5 MB (32 %), in 2.0 s (229.1 MB/s); runs with glibc 2.17 or newer

        """,
        Print(Clean));

    [Fact]
    public void A_folder_of_nothing_is_told_too() => Assert.Equal(
        "Packed 1 file, 0 B into 100 B, in 0.0 s\n",
        Print(Clean with { Files = 1, BytesIn = 0, BytesOut = 100, Packages = [], GlibcFloor = null }, TimeSpan.Zero));

    [Fact]
    public void What_came_from_the_cache_is_told() =>
        Assert.Contains("(32 %, 98 % from the cache)", Print(Clean with { BytesFromCache = 449_036_000 }), StringComparison.Ordinal);

    [Fact]
    public void What_needs_a_look_is_told_first_and_cut_after_ten()
    {
        var notes = Enumerable.Range(0, 12).Select(static i => new PackNote($"f{i}", "why")).ToList();
        var lines = Print(Clean with { StaysAbsolute = notes, ChangedFiles = ["c"] }).Split('\n');
        Assert.Equal("Note: 12 files keep paths of this machine:", lines[0]);
        Assert.Equal("  f9: why", lines[10]);
        Assert.Equal("  and 2 more; --json lists them all", lines[11]);
        Assert.Equal("Note: 1 file is not as its package installed it, changed by pip or by hand:", lines[12]);
        Assert.Equal("  c", lines[13]);
    }

    [Fact]
    public void Warnings_without_number_are_cut()
    {
        var writer = new StringWriter { NewLine = "\n" };
        PackReport.PrintWarnings([.. Enumerable.Range(0, 10_000).Select(static i => $"link {i}")], writer);
        var lines = writer.ToString().TrimEnd('\n').Split('\n');
        Assert.Equal(21, lines.Length);
        Assert.Equal("Warning: link 19", lines[19]);
        Assert.Equal("Warning: and 9980 more; --json lists them all", lines[20]);
    }

    [Theory]
    [InlineData(EnvironmentKind.Conda, "/e", "/nowhere/e.tar.gz", "Packing conda environment '/e' to '/nowhere/e.tar.gz'")]
    [InlineData(EnvironmentKind.Venv, "/e", "-", "Packing virtual environment '/e' to the standard output")]
    [InlineData(EnvironmentKind.DotNet, "/e", "/nowhere/e.zip", "Packing .NET application '/e' to '/nowhere/e.zip'")]
    public void The_kind_is_told_before_the_work(EnvironmentKind kind, string source, string output, string expected) =>
        Assert.Equal(expected + "\n", Start(new PackStart(kind, source, output), dryRun: false));

    [Fact]
    public void An_output_below_the_current_directory_is_told_as_it_was_given()
    {
        var start = new PackStart(EnvironmentKind.Folder, "/e", Path.Combine(Directory.GetCurrentDirectory(), "out", "e.tar"));
        Assert.Equal("Packing folder '/e' to 'out/e.tar'\n", Start(start, dryRun: false));
        Assert.Equal("Looking through folder '/e'; nothing is written\n", Start(start, dryRun: true));
    }

    private static string Start(PackStart start, bool dryRun)
    {
        var writer = new StringWriter { NewLine = "\n" };
        PackReport.PrintStart(start, dryRun, writer);
        return writer.ToString();
    }

    private static string Print(PackSummary summary, TimeSpan? elapsed = null)
    {
        var writer = new StringWriter { NewLine = "\n" };
        PackReport.Print(summary, elapsed ?? TimeSpan.FromSeconds(2), dryRun: false, writer);
        return writer.ToString();
    }
}
