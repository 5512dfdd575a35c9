using System.Security.Cryptography;
using System.Text;
using Skein.Hadoop.FileSystems;

namespace Skein.Hadoop.Tests.FileSystems;

/// <summary>What every <see cref="IFileSystem"/> promises. Each test has a directory of its own, removed afterwards.</summary>
public abstract class FileSystemContract : IAsyncLifetime
{
    private const int Everyday = 0b110_100_100;

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>The file system under test.</summary>
    protected IFileSystem Files { get; private set; } = null!;

    /// <summary>A directory that only this test uses.</summary>
    protected string Root { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        (Files, var parent) = Open();
        Root = HadoopPath.Join(parent, Guid.NewGuid().ToString("N"));
        await Files.CreateDirectoryAsync(Root, 0b111_101_101, Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (Files is null)
            return;
        await Files.DeleteAsync(Root, recursive: true, CancellationToken.None);
        await Files.DisposeAsync();
        await CloseAsync();
    }

    [Fact]
    public async Task A_file_is_read_back_as_it_was_written()
    {
        var path = await WriteAsync("a", "héllo wörld"u8.ToArray());
        Assert.Equal("héllo wörld", Encoding.UTF8.GetString(await ReadAsync(path)));
        var status = await Files.GetStatusAsync(path, Cancellation);
        Assert.Equal((path, false, 13L, Everyday), (status!.Path, status.IsDirectory, status.Length, status.Permission));
    }

    [Fact]
    public async Task An_empty_file_can_be_written()
    {
        var path = await WriteAsync("empty", []);
        Assert.Equal(0, (await Files.GetStatusAsync(path, Cancellation))!.Length);
        Assert.Empty(await ReadAsync(path));
    }

    [Fact]
    public async Task Missing_things_are_null_or_false_or_not_found()
    {
        var path = At("missing");
        Assert.Null(await Files.GetStatusAsync(path, Cancellation));
        Assert.False(await Files.DeleteAsync(path, recursive: true, Cancellation));
        var read = await Assert.ThrowsAsync<FileNotFoundException>(() => Files.OpenReadAsync(path, Cancellation));
        Assert.Contains(path, read.Message);
        await Assert.ThrowsAsync<FileNotFoundException>(() => NamesAsync(path));
        await Assert.ThrowsAsync<FileNotFoundException>(() => Files.SetPermissionAsync(path, Everyday, Cancellation));
        await Assert.ThrowsAsync<FileNotFoundException>(() => Files.RenameAsync(path, At("b"), false, Cancellation));
    }

    [Fact]
    public async Task Parents_of_a_new_file_are_made()
    {
        var path = await WriteAsync("some/deep/file", [1]);
        Assert.True((await Files.GetStatusAsync(HadoopPath.Parent(path), Cancellation))!.IsDirectory);
    }

    [Fact]
    public async Task An_existing_file_is_only_replaced_on_request()
    {
        var path = await WriteAsync("a", [1]);
        var fault = await Assert.ThrowsAsync<FileSystemException>(() => Files.CreateAsync(path, new FileCreation(), Cancellation));
        Assert.Equal(FileSystemFault.AlreadyExists, fault.Fault);
        Assert.StartsWith(path, fault.Message);
        Assert.Equal([1], await ReadAsync(path));

        await WriteAsync("a", [2, 3], new FileCreation { Overwrite = true });
        Assert.Equal([2, 3], await ReadAsync(path));
    }

    [Theory]
    [InlineData(0b111_101_101)]
    [InlineData(0b110_000_000)]
    [InlineData(0b111_111_111)]
    public async Task Permissions_are_exactly_those_asked_for(int permission)
    {
        var file = await WriteAsync("file", [1], new FileCreation { Permission = permission });
        Assert.Equal(permission, (await Files.GetStatusAsync(file, Cancellation))!.Permission);

        var directory = At("directory");
        await Files.CreateDirectoryAsync(directory, permission, Cancellation);
        Assert.Equal(permission, (await Files.GetStatusAsync(directory, Cancellation))!.Permission);

        await Files.SetPermissionAsync(file, 0b100_000_000, Cancellation);
        Assert.Equal(0b100_000_000, (await Files.GetStatusAsync(file, Cancellation))!.Permission);
    }

    [Fact]
    public async Task Making_a_directory_again_sets_its_permissions()
    {
        var directory = At("d");
        await Files.CreateDirectoryAsync(directory, 0b111_000_000, Cancellation);
        await Files.CreateDirectoryAsync(directory, 0b1_111_111_111, Cancellation);
        Assert.Equal(0b1_111_111_111, (await Files.GetStatusAsync(directory, Cancellation))!.Permission);
    }

    [Fact]
    public async Task A_directory_can_not_be_made_where_a_file_is()
    {
        var path = await WriteAsync("a", [1]);
        var fault = await Assert.ThrowsAsync<FileSystemException>(() => Files.CreateDirectoryAsync(path, Everyday, Cancellation));
        Assert.Equal(FileSystemFault.AlreadyExists, fault.Fault);
    }

    [Fact]
    public async Task Times_are_kept_to_the_millisecond_and_null_keeps_one()
    {
        var path = await WriteAsync("a", [1]);
        await Files.SetTimesAsync(path, DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_123), null, Cancellation);
        Assert.Equal(1_700_000_000_123, (await Files.GetStatusAsync(path, Cancellation))!.Modified);
        await Files.SetTimesAsync(path, null, DateTimeOffset.FromUnixTimeMilliseconds(1_600_000_000_000), Cancellation);
        Assert.Equal(1_700_000_000_123, (await Files.GetStatusAsync(path, Cancellation))!.Modified);
    }

    [Fact]
    public async Task A_rename_moves_files_and_directories()
    {
        await WriteAsync("d/a", [7]);
        await Files.RenameAsync(At("d/a"), At("d/b"), overwrite: false, Cancellation);
        Assert.Equal(["b"], await NamesAsync(At("d")));
        await Files.RenameAsync(At("d"), At("e"), overwrite: false, Cancellation);
        Assert.Null(await Files.GetStatusAsync(At("d"), Cancellation));
        Assert.Equal([7], await ReadAsync(At("e/b")));
    }

    [Fact]
    public async Task A_rename_replaces_only_on_request()
    {
        await WriteAsync("a", [1]);
        await WriteAsync("b", [2]);
        var fault = await Assert.ThrowsAsync<FileSystemException>(() => Files.RenameAsync(At("a"), At("b"), false, Cancellation));
        Assert.Equal(FileSystemFault.AlreadyExists, fault.Fault);
        await Files.RenameAsync(At("a"), At("b"), overwrite: true, Cancellation);
        Assert.Equal([1], await ReadAsync(At("b")));
    }

    [Fact]
    public async Task A_directory_with_entries_is_only_deleted_recursively()
    {
        await WriteAsync("d/a", [1]);
        var fault = await Assert.ThrowsAsync<FileSystemException>(() => Files.DeleteAsync(At("d"), false, Cancellation));
        Assert.Equal(FileSystemFault.NotEmpty, fault.Fault);
        Assert.True(await Files.DeleteAsync(At("d"), recursive: true, Cancellation));
        Assert.Null(await Files.GetStatusAsync(At("d"), Cancellation));
    }

    [Fact]
    public async Task A_listing_is_in_the_order_of_names_and_of_a_file_that_file()
    {
        foreach (var name in new[] { "b", "a", "C", "10", "9" })
            await WriteAsync(name, [1]);
        Assert.Equal(["10", "9", "C", "a", "b"], await NamesAsync(Root));
        var entries = new List<FileStatus>();
        await foreach (var entry in Files.ListAsync(At("a"), Cancellation))
            entries.Add(entry);
        Assert.Equal(At("a"), Assert.Single(entries).Path);
    }

    [Fact]
    public async Task A_reader_can_seek()
    {
        var content = RandomNumberGenerator.GetBytes(300_000);
        var path = await WriteAsync("a", content);
        await using var stream = await Files.OpenReadAsync(path, Cancellation);
        Assert.True(stream.CanSeek);
        Assert.Equal(content.Length, stream.Length);
        var part = new byte[1000];
        foreach (var position in new[] { 299_000, 0, 513, 600, 70_000, 1_000, 250_001 })
        {
            stream.Position = position;
            await stream.ReadExactlyAsync(part, Cancellation);
            Assert.Equal(content[position..(position + part.Length)], part);
        }

        stream.Seek(0, SeekOrigin.End);
        Assert.Equal(0, await stream.ReadAsync(part, Cancellation));
    }

    [Fact]
    public async Task An_aborted_file_leaves_nothing_behind()
    {
        var stream = await Files.CreateAsync(At("a"), new FileCreation(), Cancellation);
        await using (stream)
        {
            await stream.WriteAsync(new byte[100_000], Cancellation);
            await stream.AbortAsync(Cancellation);
        }

        Assert.Empty(await NamesAsync(Root));
        await WriteAsync("a", [1]);
        Assert.Equal([1], await ReadAsync(At("a")));
    }

    [Fact]
    public async Task A_file_whose_writing_was_cancelled_is_not_completed()
    {
        var stream = await Files.CreateAsync(At("a"), new FileCreation(), Cancellation);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await stream.WriteAsync(new byte[1], new CancellationToken(canceled: true)));
        await Assert.ThrowsAnyAsync<Exception>(async () => await stream.DisposeAsync());
        Assert.Empty(await NamesAsync(Root));
    }

    [Fact]
    public async Task Nothing_is_lost_by_flushing_at_any_place()
    {
        var content = RandomNumberGenerator.GetBytes(200_000);
        await using (var stream = await Files.CreateAsync(At("a"), new FileCreation(), Cancellation))
        {
            var position = 0;
            foreach (var step in new[] { 1, 511, 512, 100, 0, 64_512, 3, 70_000, 64_361 })
            {
                await stream.WriteAsync(content.AsMemory(position, step), Cancellation);
                await stream.HflushAsync(Cancellation);
                position += step;
            }

            Assert.Equal(content.Length, stream.Position);
        }

        Assert.Equal(content, await ReadAsync(At("a")));
    }

    [Theory]
    [InlineData("relative")]
    [InlineData("")]
    [InlineData("/a/../b")]
    public async Task A_path_that_is_not_absolute_is_refused(string path) =>
        await Assert.ThrowsAsync<ArgumentException>(() => Files.GetStatusAsync(path, Cancellation));

    /// <summary>The file system, and a directory that exists or can be made in it.</summary>
    protected abstract (IFileSystem Files, string Parent) Open();

    /// <summary>Releases what <see cref="Open"/> took.</summary>
    protected virtual ValueTask CloseAsync() => ValueTask.CompletedTask;

    protected string At(string name) => HadoopPath.Join(Root, name);

    protected async Task<string> WriteAsync(string name, byte[] content, FileCreation? options = null)
    {
        await using var stream = await Files.CreateAsync(At(name), options ?? new FileCreation(), Cancellation);
        await stream.WriteAsync(content, Cancellation);
        return At(name);
    }

    protected async Task<byte[]> ReadAsync(string path)
    {
        await using var stream = await Files.OpenReadAsync(path, Cancellation);
        using var content = new MemoryStream();
        await stream.CopyToAsync(content, Cancellation);
        return content.ToArray();
    }

    protected async Task<List<string>> NamesAsync(string directory)
    {
        var names = new List<string>();
        await foreach (var entry in Files.ListAsync(directory, Cancellation))
            names.Add(HadoopPath.Name(entry.Path));
        return names;
    }
}
