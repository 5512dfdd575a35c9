using Skein.Packer.Tests.Inspection;

namespace Skein.Packer.Tests.EndToEnd;

/// <summary>What is found out before, beside and instead of writing.</summary>
public sealed class LookingTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private PackOptions Options => new() { Kind = EnvironmentKind.Folder, Prefix = _directory["folder"], Output = _directory["out/a.tar.gz"] };

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_dry_run_finds_what_packing_finds_and_touches_nothing()
    {
        await FillAsync();
        var dry = await EnvironmentPacker.PackAsync(Options with { DryRun = true, Force = true }, null, Cancellation);
        Assert.Equal(["folder"], Directory.GetFileSystemEntries(_directory.Path).Select(Path.GetFileName));

        var real = await EnvironmentPacker.PackAsync(Options with { Force = true }, null, Cancellation);
        Assert.Equal(new FileInfo(Options.Output!).Length, dry.BytesOut);
        Assert.Equal((real.BytesIn, real.BytesOut, real.Files), (dry.BytesIn, dry.BytesOut, dry.Files));
    }

    [Fact]
    public async Task A_dry_run_tells_the_problems_of_the_real_one()
    {
        await FillAsync();
        var error = await Assert.ThrowsAsync<PackException>(() => EnvironmentPacker.PackAsync(Options with { DryRun = true }, null, Cancellation));
        Assert.Contains("does not exist", Assert.Single(error.Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_glibc_floor_is_the_highest_of_small_and_large_files()
    {
        await FillAsync();
        Assert.Null((await EnvironmentPacker.PackAsync(Options with { DryRun = true, Force = true }, null, Cancellation)).GlibcFloor);

        var elf = new ElfFile(is64: true, isLittleEndian: true);
        await File.WriteAllBytesAsync(_directory["folder/small.so"], elf.Create([("GLIBC_2.4", 0)]), Cancellation);
        Assert.Equal("2.4", (await EnvironmentPacker.PackAsync(Options with { DryRun = true, Force = true }, null, Cancellation)).GlibcFloor);

        await File.WriteAllBytesAsync(_directory["folder/large.so"], [.. elf.Create([("GLIBC_2.17", 0)]), .. new byte[3_000_000]], Cancellation);
        Assert.Equal("2.17", (await EnvironmentPacker.PackAsync(Options with { DryRun = true, Force = true }, null, Cancellation)).GlibcFloor);
    }

    [Fact]
    public async Task What_is_packed_is_told_before_the_first_byte()
    {
        await FillAsync();
        PackStart? start = null;
        var existed = false;
        await EnvironmentPacker.PackAsync(
            Options with { Force = true },
            starting =>
            {
                start = starting;
                existed = Directory.Exists(_directory["out"]);
            },
            progress: null,
            Cancellation);
        Assert.Equal(new PackStart(EnvironmentKind.Folder, _directory["folder"], _directory["out/a.tar.gz"]), start);
        Assert.False(existed);
    }

    [Fact]
    public async Task Problems_of_all_sorts_are_told_together()
    {
        var prefix = Directory.CreateDirectory(_directory["environment"]).FullName;
        Directory.CreateDirectory($"{prefix}/conda-meta");
        await File.WriteAllTextAsync($"{prefix}/conda-meta/a-1-0.json", """{"name": "a", "version": "1", "files": ["lib/gone"]}""", Cancellation);
        var options = new PackOptions { Prefix = prefix, Output = _directory["nowhere/a.tar.gz"] };
        var error = await Assert.ThrowsAsync<PackException>(() => EnvironmentPacker.PackAsync(options, null, Cancellation));
        Assert.Equal("2 problems prevent packing", error.Message);
        Assert.Equal(["a 1: lib/gone"], error.Problems[0].Details);
        Assert.Contains("nowhere", error.Problems[1].Message, StringComparison.Ordinal);
        Assert.Equal(error.Problems, (await EnvironmentPacker.PlanAsync(options, Cancellation)).Problems, static (a, b) => a.Message == b.Message);
    }

    private async Task FillAsync()
    {
        Directory.CreateDirectory(_directory["folder"]);
        await File.WriteAllTextAsync(_directory["folder/a"], new string('x', 10_000), Cancellation);
        await File.WriteAllBytesAsync(_directory["folder/b"], new byte[2_000_000], Cancellation);
    }
}
