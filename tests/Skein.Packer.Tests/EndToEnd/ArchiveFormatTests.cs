using Skein.Packer.Tests.Readers;

namespace Skein.Packer.Tests.EndToEnd;

/// <summary>What holds for every format.</summary>
public sealed class ArchiveFormatTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("a.tar", "tar -xpf \"$1\" -C \"$2\"", "tar")]
    [InlineData("a.zip", "unzip -q \"$1\" -d \"$2\"", "unzip")]
    [InlineData("a.no-archive", "cp -a \"$1\"/. \"$2\"", "cp")]
    public async Task A_directory_keeps_its_time(string output, string unpack, string program)
    {
        Prerequisite.Program(program);
        using var directory = new TemporaryDirectory();
        var options = new PackOptions { Kind = EnvironmentKind.Folder, Prefix = await SpecimenAsync(directory), Output = directory[output] };
        await EnvironmentPacker.PackAsync(options, null, Cancellation);
        Directory.CreateDirectory(directory["unpacked"]);
        await Shell.OutputOfAsync("bash", ["-c", unpack, "bash", options.Output, directory["unpacked"]]);
        Assert.Equal(DateTime.UnixEpoch.AddSeconds(1_234_567_891), Directory.GetLastWriteTimeUtc(directory["unpacked/read-only"]));
    }

    [Theory]
    [InlineData(ArchiveFormat.Tar)]
    [InlineData(ArchiveFormat.TarGz)]
    [InlineData(ArchiveFormat.TarBz2)]
    [InlineData(ArchiveFormat.Zip)]
    public async Task Archives_of_one_tree_are_equal_however_many_threads_make_them(ArchiveFormat format)
    {
        using var directory = new TemporaryDirectory();
        var options = new PackOptions { Kind = EnvironmentKind.Folder, Prefix = await SpecimenAsync(directory), Format = format };
        var archives = new List<byte[]>();
        foreach (var threads in (int[])[1, 2, 8])
        {
            var output = directory[$"{threads}.archive"];
            await EnvironmentPacker.PackAsync(options with { Output = output, ThreadCount = threads }, null, Cancellation);
            archives.Add(await File.ReadAllBytesAsync(output, Cancellation));
        }

        Assert.Equal(archives[0], archives[1]);
        Assert.Equal(archives[0], archives[2]);
    }

    [Theory]
    [InlineData(ArchiveFormat.Tar)]
    [InlineData(ArchiveFormat.TarGz)]
    [InlineData(ArchiveFormat.TarBz2)]
    [InlineData(ArchiveFormat.Zip)]
    public async Task An_archive_on_the_standard_output_is_that_of_a_file(ArchiveFormat format)
    {
        using var directory = new TemporaryDirectory();
        var options = new PackOptions { Kind = EnvironmentKind.Folder, Prefix = await SpecimenAsync(directory), Output = directory["a"], Format = format };
        await EnvironmentPacker.PackAsync(options, null, Cancellation);
        using var output = new OneWayStream();
        var host = PackHost.Process with { OpenStandardOutput = () => output, IsTerminal = static () => false };
        var summary = await EnvironmentPacker.PackAsync(options with { Output = "-" }, host, null, null, Cancellation);
        Assert.Equal("-", summary.Output);
        Assert.Equal(await File.ReadAllBytesAsync(options.Output, Cancellation), output.Written);
    }

    [Fact]
    public async Task No_archive_goes_to_a_terminal()
    {
        using var directory = new TemporaryDirectory();
        var options = new PackOptions { Kind = EnvironmentKind.Folder, Prefix = await SpecimenAsync(directory), Output = "-" };
        var host = PackHost.Process with { OpenStandardOutput = static () => throw new InvalidOperationException("opened"), IsTerminal = static () => true };
        var error = await Assert.ThrowsAsync<PackException>(() => EnvironmentPacker.PackAsync(options, host, null, null, Cancellation));
        Assert.Contains("terminal", error.Message, StringComparison.Ordinal);
        Assert.NotEqual(0, (await EnvironmentPacker.PackAsync(options with { DryRun = true }, host, null, null, Cancellation)).BytesOut);
    }

    [Fact]
    public async Task Nothing_is_younger_than_the_source_date()
    {
        using var directory = new TemporaryDirectory();
        var options = new PackOptions { Kind = EnvironmentKind.Folder, Prefix = await SpecimenAsync(directory), Output = directory["a.no-archive"] };
        var host = PackHost.Process with { Variables = static name => name == "SOURCE_DATE_EPOCH" ? "1234567890" : null };
        await EnvironmentPacker.PackAsync(options, host, null, null, Cancellation);
        foreach (var path in Directory.EnumerateFileSystemEntries(options.Output, "*", SearchOption.AllDirectories))
            Assert.InRange(new DateTimeOffset(File.GetLastWriteTimeUtc(path)).ToUnixTimeSeconds(), long.MinValue, 1234567890);
    }

    [Theory]
    [InlineData("a.tar")]
    [InlineData("a.tar.bz2")]
    [InlineData("a.zip")]
    [InlineData("a.no-archive")]
    public async Task Giving_up_in_the_middle_leaves_nothing_of_any_format(string output)
    {
        using var directory = new TemporaryDirectory();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var options = new PackOptions
        {
            Kind = EnvironmentKind.Folder,
            Prefix = await SpecimenAsync(directory),
            Output = directory[output],
            ThreadCount = 2,
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => EnvironmentPacker.PackAsync(options, new StopAtOnce(stop), stop.Token));
        Assert.Equal(["tree"], Directory.GetFileSystemEntries(directory.Path).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_full_disk_is_told_in_one_sentence()
    {
        using var directory = new TemporaryDirectory();
        var options = new PackOptions { Kind = EnvironmentKind.Folder, Prefix = await SpecimenAsync(directory), Output = "-" };
        var host = PackHost.Process with { OpenStandardOutput = static () => new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, 0), IsTerminal = static () => false };
        var error = await Assert.ThrowsAsync<IOException>(() => EnvironmentPacker.PackAsync(options, host, null, null, Cancellation));
        Assert.Contains("is full", error.Message, StringComparison.Ordinal);
    }

    private static async Task<string> SpecimenAsync(TemporaryDirectory directory)
    {
        await Specimen.CreateAsync(directory["tree"], deadLinks: false);
        return directory["tree"];
    }

    private sealed class StopAtOnce(CancellationTokenSource stop) : IProgress<PackProgress>
    {
        public void Report(PackProgress value) => stop.Cancel();
    }
}
