using Skein.Packer.Inventory;
using Skein.Packer.Tests.EndToEnd;

namespace Skein.Packer.Tests.Inventory;

public sealed class FileStatusTests
{
    [Fact]
    public async Task Both_ways_of_asking_the_disk_agree()
    {
        using var directory = new TemporaryDirectory();
        await File.WriteAllTextAsync(directory["file"], "seven b", TestContext.Current.CancellationToken);
        File.SetUnixFileMode(directory["file"], UnixFileMode.UserRead | UnixFileMode.UserExecute);
        File.CreateSymbolicLink(directory["link"], "nowhere");
        foreach (var path in (string[])[directory["file"], directory["link"], directory.Path])
        {
            var (exact, portable) = (FileStatus.Read(path), FileStatus.ReadPortably(path));
            Assert.Equal((exact.Kind, exact.Mode, exact.Size, exact.Modified), (portable.Kind, portable.Mode, portable.Size, portable.Modified));
        }

        Assert.Equal(7, FileStatus.Read(directory["file"]).Size);
    }

    [Fact]
    public async Task Names_of_one_file_share_an_identity()
    {
        using var directory = new TemporaryDirectory();
        await File.WriteAllTextAsync(directory["a"], "x", TestContext.Current.CancellationToken);
        Assert.Null(FileStatus.Read(directory["a"]).SharedIdentity);
        await Shell.OutputOfAsync("ln", [directory["a"], directory["b"]]);
        Assert.NotNull(FileStatus.Read(directory["a"]).SharedIdentity);
        Assert.Equal(FileStatus.Read(directory["a"]).SharedIdentity, FileStatus.Read(directory["b"]).SharedIdentity);
    }

    [Fact]
    public void A_path_that_does_not_exist_is_named() =>
        Assert.Contains("/nonexistent/x", Assert.Throws<IOException>(static () => FileStatus.Read("/nonexistent/x")).Message, StringComparison.Ordinal);
}
