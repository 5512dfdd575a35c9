using Skein.Packer.Inventory;
using Skein.Packer.Relocation;
using Skein.Packer.Tests.EndToEnd;

namespace Skein.Packer.Tests.Relocation;

public sealed class LargeContentTests : IDisposable
{
    private static readonly byte[] Prefix = "/home/user/envs/x"u8.ToArray();
    private static readonly InstalledPrefix Installed = new("/home/user/envs/x");
    private static readonly byte[] Placeholder = [.. "/placeholder/"u8, .. Enumerable.Repeat((byte)'p', 100)];

    private readonly TemporaryDirectory _directory = new();

    // Across the border of a window, twice in one string, at the end without a NUL, and in a string of the longest kind.
    private static IEnumerable<int> Places => [0, LargeContent.MaxPart - 5, LargeContent.MaxPart + 2000, (3 * LargeContent.MaxPart) - Prefix.Length];

    [Fact]
    public void Occurrences_are_found_wherever_windows_end()
    {
        using var file = Open(Content());
        using var content = new LargeContent(file);
        var found = new List<long>();
        for (var at = content.IndexOf(Prefix, 0); at >= 0; at = content.IndexOf(Prefix, at + 1))
            found.Add(at);
        Assert.Equal(Places.Select(static place => (long)place), found);
    }

    [Fact]
    public void Windows_do_what_the_whole_file_in_memory_does()
    {
        var installed = Content();
        using var file = Open(installed);
        using var content = new LargeContent(file);
        var restored = LargeBinaryPrefix.Restore(content, Prefix, Placeholder);
        Assert.NotNull(restored);
        var expected = BinaryPrefix.Restore(installed, Prefix, Placeholder);
        Assert.Equal(expected, Patched(installed, restored));
        Assert.Equal(Sha256Hash.Of(expected), content.HashWith(restored));

        var replaced = LargeBinaryPrefix.ReplacePaths(content, Installed, "/short"u8, out var leavesSome);
        Assert.NotNull(replaced);
        Assert.Equal(BinaryPrefix.ReplacePaths(installed, Installed, "/short"u8, out var leavesSomeInMemory), Patched(installed, replaced));
        Assert.Equal((true, true), (leavesSome, leavesSomeInMemory));
    }

    [Fact]
    public void Strings_without_the_room_they_had_are_not_restored()
    {
        var installed = Content();
        installed[Prefix.Length + 30] = 1;
        using var file = Open(installed);
        using var content = new LargeContent(file);
        Assert.Null(LargeBinaryPrefix.Restore(content, Prefix, Placeholder));
    }

    [Fact]
    public void Data_that_holds_the_prefix_everywhere_is_given_up()
    {
        var everywhere = new byte[20 << 20];
        for (var at = 0; at + Prefix.Length < everywhere.Length; at += Prefix.Length + 1)
            Prefix.CopyTo(everywhere, at);
        using var file = Open(everywhere);
        using var content = new LargeContent(file);
        Assert.Null(LargeBinaryPrefix.ReplacePaths(content, Installed, "/short"u8, out _));
    }

    public void Dispose() => _directory.Dispose();

    private static byte[] Content()
    {
        var content = new byte[3 * LargeContent.MaxPart];
        foreach (var place in Places)
            Prefix.CopyTo(content, place);
        return content;
    }

    private static byte[] Patched(byte[] content, List<FilePatch> patches)
    {
        var patched = content.ToArray();
        foreach (var patch in patches)
            patch.ApplyTo(patched, 0);
        return patched;
    }

    private Microsoft.Win32.SafeHandles.SafeFileHandle Open(byte[] content)
    {
        File.WriteAllBytes(_directory["file"], content);
        return File.OpenHandle(_directory["file"]);
    }
}
