using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Skein.Packer.Archives.Outputs;
using Skein.Packer.Inventory;

namespace Skein.Packer.Unpacking;

/// <summary>A new file that takes the place of an old one, all at once; <see cref="Dispose"/> removes it if it did not.</summary>
internal sealed partial class FileReplacement : IDisposable
{
    private readonly string _temporary;
    private bool _committed;

    private FileReplacement(string temporary)
    {
        _temporary = temporary;
        // Nobody else may look in before it has the mode of the old file.
        Handle = File.OpenHandle(temporary, FileMode.CreateNew, FileAccess.Write);
        File.SetUnixFileMode(Handle, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    public SafeFileHandle Handle { get; }

    /// <param name="path">The old file.</param>
    public static FileReplacement Create(string path) => new(TemporaryBeside(path));

    /// <summary>Gives it owner and mode of the old file, as far as this user may.</summary>
    public void TakeOver(in FileStatus status)
    {
        // Only the administrator may give files away, and must: the owner could not read them any more.
        var owner = FileStatus.Read(Handle, _temporary);
        if ((owner.Owner != status.Owner || owner.Group != status.Group) && NativeChangeOwner(_temporary, status.Owner, status.Group) != 0
            && owner.Owner != status.Owner)
            throw new IOException($"Can not give '{_temporary}' to its owner: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");
        File.SetUnixFileMode(Handle, (UnixFileMode)status.Mode);
    }

    /// <summary>Takes the names of the old file.</summary>
    /// <param name="paths">Its names, the first of them the one it was created for.</param>
    /// <param name="modified">Time of the new file.</param>
    /// <exception cref="IOException">What was written did not all arrive; the old file is as it was.</exception>
    public void Commit(IReadOnlyList<string> paths, DateTime modified)
    {
        File.SetLastWriteTimeUtc(Handle, modified);
        CheckedClose.Close(Handle, _temporary);
        for (var i = 1; i < paths.Count; i++)
            CommitFurther(paths[i]);

        File.Move(_temporary, paths[0], overwrite: true);
        _committed = true;
    }

    public void Dispose()
    {
        Handle.Dispose();
        if (!_committed)
            File.Delete(_temporary);
    }

    private void CommitFurther(string path)
    {
        var temporary = TemporaryBeside(path);
        try
        {
            if (!HardLink.TryCreate(_temporary, temporary))
                File.Copy(_temporary, temporary);
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    private static string TemporaryBeside(string path) => $"{Path.GetDirectoryName(path)}/{TemporaryName.UnpackPrefix}{Guid.NewGuid():N}";

    [LibraryImport("libc", EntryPoint = "chown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int NativeChangeOwner(string path, uint owner, uint group);
}
