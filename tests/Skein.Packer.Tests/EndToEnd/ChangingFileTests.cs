using System.Diagnostics;

namespace Skein.Packer.Tests.EndToEnd;

/// <summary>Files that change between being listed and being read: the archive is sound or there is none.</summary>
public sealed class ChangingFileTests
{
    // So much is read after the first block is written whatever the number of threads that read ahead.
    private const int BytesBefore = 20 << 20;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100_000)]
    public async Task A_small_file_is_packed_with_the_length_it_has_when_it_is_read(int length)
    {
        using var directory = new TemporaryDirectory();
        var found = await PackAsync(directory, size: 1000, path => File.WriteAllBytes(path, new byte[length]));
        Assert.Equal(length, new FileInfo($"{found}/victim").Length);
    }

    [Theory]
    [InlineData(2_000_001)]
    [InlineData(4)]
    public async Task A_large_file_that_grows_or_shrinks_is_told_by_name_with_what_to_do(int length)
    {
        using var directory = new TemporaryDirectory();
        var error = await RefusalAsync<IOException>(directory, size: 2_000_000, path => File.WriteAllBytes(path, new byte[length]));
        Assert.Contains($"{directory["tree"]}/victim", error.Message, StringComparison.Ordinal);
        Assert.Contains("pack again", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(20_000_000)]
    [InlineData(5_000_000_000)]
    public async Task A_small_file_that_grows_beyond_what_memory_is_for_is_told_by_name(long length)
    {
        using var directory = new TemporaryDirectory();
        var error = await RefusalAsync<IOException>(directory, size: 1000, path =>
        {
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Write);
            RandomAccess.SetLength(file, length);
        });
        Assert.Contains($"{directory["tree"]}/victim", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(2_000_000)]
    public async Task A_file_that_is_deleted_is_told_by_name(int size)
    {
        using var directory = new TemporaryDirectory();
        var error = await RefusalAsync<IOException>(directory, size, File.Delete);
        Assert.Contains($"{directory["tree"]}/victim", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(2_000_000)]
    public async Task A_file_that_becomes_a_directory_is_told_by_name(int size)
    {
        using var directory = new TemporaryDirectory();
        var error = await RefusalAsync<Exception>(directory, size, static path =>
        {
            File.Delete(path);
            Directory.CreateDirectory(path);
        });
        Assert.True(error is IOException or UnauthorizedAccessException, error.ToString());
        Assert.Contains($"{directory["tree"]}/victim", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(2_000_000)]
    public async Task A_file_that_becomes_a_pipe_does_not_block(int size)
    {
        using var directory = new TemporaryDirectory();
        await RefusalAsync<IOException>(directory, size, static path =>
        {
            File.Delete(path);
            using var process = Process.Start("mkfifo", [path]);
            process.WaitForExit();
        });
    }

    // Packs a folder in which one file is changed once the first block is written, and unpacks it with tar.
    private static async Task<string> PackAsync(TemporaryDirectory directory, int size, Action<string> change)
    {
        await MakeAsync(directory, size);
        await EnvironmentPacker.PackAsync(Options(directory), new FirstReport(() => change($"{directory["tree"]}/victim")), Cancellation);
        Directory.CreateDirectory(directory["found"]);
        await Shell.OutputOfAsync("tar", ["-xf", directory["a.tar.gz"], "-C", directory["found"]]);
        Assert.Equal("the end", await File.ReadAllTextAsync($"{directory["found"]}/z-last", Cancellation));
        return directory["found"];
    }

    private static async Task<TError> RefusalAsync<TError>(TemporaryDirectory directory, int size, Action<string> change)
        where TError : Exception
    {
        await MakeAsync(directory, size);
        var error = await Assert.ThrowsAnyAsync<TError>(() => EnvironmentPacker.PackAsync(
            Options(directory), new FirstReport(() => change($"{directory["tree"]}/victim")), Cancellation));
        Assert.Equal([directory["tree"]], Directory.GetFileSystemEntries(directory.Path));
        return error;
    }

    private static async Task MakeAsync(TemporaryDirectory directory, int size)
    {
        Directory.CreateDirectory(directory["tree"]);
        await File.WriteAllBytesAsync($"{directory["tree"]}/before", new byte[BytesBefore], Cancellation);
        await File.WriteAllBytesAsync($"{directory["tree"]}/victim", new byte[size], Cancellation);
        await File.WriteAllTextAsync($"{directory["tree"]}/z-last", "the end", Cancellation);
    }

    private static PackOptions Options(TemporaryDirectory directory) => new()
    {
        Kind = EnvironmentKind.Folder, Prefix = directory["tree"], Output = directory["a.tar.gz"], ThreadCount = 2, CompressLevel = 1, UseCache = false,
    };
}
