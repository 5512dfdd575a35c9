using System.Runtime.InteropServices;

namespace Skein.Packer.Inventory;

/// <summary>Makes further names of files, which the framework does not offer.</summary>
internal static partial class HardLink
{
    /// <param name="file">The file.</param>
    /// <param name="name">Its further name.</param>
    /// <exception cref="IOException">The disk does not allow it.</exception>
    public static void Create(string file, string name)
    {
        if (TryCreate(file, name))
            return;
        var error = Marshal.GetLastPInvokeError();
        throw new IOException($"Can not make '{name}' a hard link to '{file}': {Marshal.GetPInvokeErrorMessage(error)}", error);
    }

    /// <param name="file">The file.</param>
    /// <param name="name">Its further name.</param>
    /// <returns>False where the disk does not allow it.</returns>
    public static bool TryCreate(string file, string name) => NativeLink(file, name) == 0;

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int NativeLink(string file, string name);
}
