using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Skein.Packer.Archives.Outputs;
using Skein.Packer.Tests.EndToEnd;

namespace Skein.Packer.Tests.Archives.Outputs;

public sealed class FileOutputTests : IDisposable
{
    private const nint NoDescriptor = int.MaxValue;

    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_appears_under_its_name_when_it_is_committed()
    {
        await using var output = FileOutput.Create(_directory["a.tar"], force: false);
        await output.Stream.WriteAsync("content"u8.ToArray(), Cancellation);
        Assert.False(File.Exists(_directory["a.tar"]));
        await output.CommitAsync(Cancellation);
        Assert.Equal("content", await File.ReadAllTextAsync(_directory["a.tar"], Cancellation));
        Assert.Single(Directory.GetFileSystemEntries(_directory.Path));
    }

    [Fact]
    public async Task A_close_that_fails_is_told_and_leaves_nothing_behind()
    {
        await using (var output = FileOutput.Create(_directory["a.tar"], force: false))
        {
            BreakClosing(output.Stream.SafeFileHandle);
            var error = await Assert.ThrowsAsync<IOException>(() => output.CommitAsync(Cancellation));
            Assert.StartsWith("Bad file descriptor", error.Message, StringComparison.Ordinal);
        }

        Assert.Empty(Directory.GetFileSystemEntries(_directory.Path));
    }

    public void Dispose() => _directory.Dispose();

    // As a file on a network does when it can not be written there in the end. A descriptor that is closed behind the handle's back would
    // be another test's file by then; this number is nobody's.
    private static void BreakClosing(SafeFileHandle file)
    {
        new SafeFileHandle(file.DangerousGetHandle(), ownsHandle: true).Dispose();
        ValueOf(file) = NoDescriptor;
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "handle")]
    private static extern ref nint ValueOf(SafeHandle handle);
}
