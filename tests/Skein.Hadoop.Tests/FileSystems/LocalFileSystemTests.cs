using Skein.Hadoop.FileSystems;

namespace Skein.Hadoop.Tests.FileSystems;

public sealed class LocalFileSystemTests : FileSystemContract
{
    [Fact]
    public async Task A_file_appears_only_when_it_is_complete()
    {
        var stream = await Files.CreateAsync(At("a"), new FileCreation(), Cancellation);
        await stream.WriteAsync(new byte[10], Cancellation);
        await stream.HflushAsync(Cancellation);
        Assert.Null(await Files.GetStatusAsync(At("a"), Cancellation));
        await stream.DisposeAsync();
        Assert.Equal(["a"], await NamesAsync(Root));
    }

    [Fact]
    public async Task Of_two_writers_that_may_not_overwrite_the_second_one_fails()
    {
        var first = await Files.CreateAsync(At("a"), new FileCreation(), Cancellation);
        var second = await Files.CreateAsync(At("a"), new FileCreation(), Cancellation);
        await first.WriteAsync(new byte[] { 1 }, Cancellation);
        await first.DisposeAsync();
        var fault = await Assert.ThrowsAsync<FileSystemException>(async () => await second.DisposeAsync());
        Assert.Equal(FileSystemFault.AlreadyExists, fault.Fault);
        Assert.Equal(["a"], await NamesAsync(Root));
        Assert.Equal([1], await ReadAsync(At("a")));
    }

    [Fact]
    public async Task Deleting_a_link_to_a_directory_leaves_the_directory()
    {
        await WriteAsync("d/a", [1]);
        Directory.CreateSymbolicLink(At("link"), At("d"));
        Assert.True((await Files.GetStatusAsync(At("link"), Cancellation))!.IsDirectory);
        Assert.True(await Files.DeleteAsync(At("link"), recursive: true, Cancellation));
        Assert.Equal(["d"], await NamesAsync(Root));
        Assert.Equal(["a"], await NamesAsync(At("d")));
    }

    [Fact]
    public async Task A_tree_that_two_delete_at_once_is_gone_for_both()
    {
        for (var round = 0; round < 20; round++)
        {
            for (var i = 0; i < 50; i++)
                await WriteAsync($"d/{i % 5}/{i}", [1]);
            using var start = new Barrier(2);
            await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(async () =>
            {
                start.SignalAndWait(Cancellation);
                await Files.DeleteAsync(At("d"), recursive: true, Cancellation);
            })));
            Assert.Null(await Files.GetStatusAsync(At("d"), Cancellation));
        }
    }

    protected override (IFileSystem Files, string Parent) Open() =>
        (new LocalFileSystem(), Path.Combine(Path.GetTempPath(), "skein-local-file-system-tests"));
}
