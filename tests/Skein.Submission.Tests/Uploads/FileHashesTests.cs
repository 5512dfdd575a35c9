using System.Diagnostics;
using Skein.Submission.Planning;
using Skein.Submission.Uploads;

namespace Skein.Submission.Tests.Uploads;

public sealed class FileHashesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("skein-hashes-").FullName;

    private string Memory => Path.Combine(_folder, "memory", "hashes");

    [Fact]
    public async Task Hash_is_that_of_the_contents()
    {
        var file = await DescribeAsync(Write("a", "hello", age: TimeSpan.FromHours(1)));
        Assert.Equal("2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824", file.Sha256);
        Assert.Equal(5, file.Length);
    }

    [Fact]
    public async Task Link_has_its_own_name_and_the_contents_of_its_target()
    {
        var target = await DescribeAsync(Write("a", "hello", age: TimeSpan.FromHours(1)));
        var link = Path.Combine(_folder, "link");
        File.CreateSymbolicLink(link, "a");
        Assert.Equal(new LocalFile(link, target.Length, target.Sha256), await DescribeAsync(link));
    }

    [Fact]
    public async Task Settled_file_is_remembered_until_it_changes()
    {
        var path = Write("a", "hello", age: TimeSpan.FromHours(1));
        var first = await DescribeAsync(path);
        var remembered = await File.ReadAllTextAsync(Memory, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Memory, remembered.Replace(first.Sha256, new string('0', 64)), TestContext.Current.CancellationToken);
        Assert.Equal(new string('0', 64), (await DescribeAsync(path)).Sha256);

        Write("a", "HELLO", age: TimeSpan.FromMinutes(30));
        Assert.NotEqual(new string('0', 64), (await DescribeAsync(path)).Sha256);
    }

    [Fact]
    public async Task File_changed_just_now_is_not_remembered()
    {
        await DescribeAsync(Write("a", "hello", age: TimeSpan.Zero));
        Assert.False(File.Exists(Memory));
    }

    [Fact]
    public async Task Garbage_in_the_memory_is_ignored()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Memory)!);
        await File.WriteAllTextAsync(Memory, "\0garbage\n\nx y z\n", TestContext.Current.CancellationToken);
        Assert.Equal(5, (await DescribeAsync(Write("a", "hello", age: TimeSpan.FromHours(1)))).Length);
    }

    [Fact]
    public async Task Without_a_place_for_the_memory_hashes_are_computed()
    {
        var file = Write("a", "hello", age: TimeSpan.FromHours(1));
        var hashes = new FileHashes(Path.Combine(file, "memory", "hashes"), TimeProvider.System);
        Assert.Equal(5, (await hashes.DescribeAsync([file], TestContext.Current.CancellationToken)).Single().Length);
    }

    [Fact]
    public async Task Missing_files_and_directories_are_all_named()
    {
        var hashes = new FileHashes(Memory, TimeProvider.System);
        var missing = Path.Combine(_folder, "missing");
        var error = await Assert.ThrowsAsync<InvalidSubmissionException>(
            () => hashes.DescribeAsync([missing, _folder], TestContext.Current.CancellationToken));
        Assert.Equal(2, error.Problems.Count);
        Assert.Contains("skein pack --kind folder -p", error.Message);
    }

    [Fact]
    public async Task Memory_that_can_not_be_written_is_done_without()
    {
        var file = Write("file", "", age: TimeSpan.FromHours(1));
        var hashes = new FileHashes(Path.Combine(file, "memory", "hashes"), TimeProvider.System);
        var path = Write("a", "hello", age: TimeSpan.FromHours(1));
        Assert.Equal(5, (await hashes.DescribeAsync([path], TestContext.Current.CancellationToken))[0].Length);
    }

    [Fact]
    public async Task Device_without_an_end_is_refused()
    {
        var hashes = new FileHashes(memory: null, TimeProvider.System);
        var error = await Assert.ThrowsAsync<InvalidSubmissionException>(
            () => hashes.DescribeAsync(["/dev/zero"], TestContext.Current.CancellationToken));
        Assert.Contains("/dev/zero", error.Message);
    }

    [Fact]
    public async Task Pipe_is_refused_without_waiting_for_its_other_end()
    {
        var pipe = Path.Combine(_folder, "pipe");
        using (var made = Process.Start("mkfifo", [pipe]))
            await made.WaitForExitAsync(TestContext.Current.CancellationToken);
        var hashes = new FileHashes(memory: null, TimeProvider.System);
        var error = await Assert.ThrowsAsync<InvalidSubmissionException>(
            () => hashes.DescribeAsync([pipe], TestContext.Current.CancellationToken));
        Assert.StartsWith($"{pipe} can not be read: it is a pipe, a socket or a device", error.Message);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<LocalFile> DescribeAsync(string path) =>
        (await new FileHashes(Memory, TimeProvider.System).DescribeAsync([path], TestContext.Current.CancellationToken)).Single();

    private string Write(string name, string content, TimeSpan age)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, content);
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow - age);
        return path;
    }
}
