using System.Runtime.InteropServices;
using System.Text;

namespace Skein.Packer.Inventory;

/// <summary>Reads an open directory, entry by entry, as bytes: names need not be text.</summary>
/// <remarks>
/// The framework gives names as text, in which bytes that are none are lost, and looks entries up by their whole path.
/// <see cref="Dispose"/> closes the directory.
/// </remarks>
internal sealed unsafe partial class DirectoryStream : IDisposable
{
    // struct dirent where file offsets have 64 bits:
    //   0 inode[8]  8 offset[8]  16 record length[2]  18 type  19 name, NUL-terminated
    private const int TypeAt = 18;
    private const int NameAt = 19;
    private const byte TypeDirectory = 4;
    private const int MaxLinkText = 4096;

    private readonly string _path;
    private nint _stream;
    private byte* _entry;

    private DirectoryStream(nint stream, string path)
    {
        _stream = stream;
        _path = path;
        Descriptor = NativeDescriptor(stream);
    }

    public int Descriptor { get; }

    /// <summary>Name of the entry it stands at; a NUL follows it.</summary>
    public ReadOnlySpan<byte> Name => MemoryMarshal.CreateReadOnlySpanFromNullTerminated(_entry + NameAt);

    /// <summary>Path of the entry it stands at; what is no text in its name is lost.</summary>
    public string EntryPath => $"{_path}/{Encoding.UTF8.GetString(Name)}";

    /// <summary>Whether the entry is known to be a directory without a look at it. Not every file system tells.</summary>
    public bool IsDirectory => _entry[TypeAt] == TypeDirectory;

    /// <exception cref="IOException">It can not be opened.</exception>
    public static DirectoryStream Open(string path)
    {
        var stream = NativeOpen(path);
        return stream != 0 ? new DirectoryStream(stream, path) : throw Failure("open", path);
    }

    /// <summary>Goes to the next entry; the directory itself and its parent are no entries.</summary>
    /// <exception cref="IOException">The disk fails.</exception>
    public bool MoveNext()
    {
        do
        {
            _entry = NativeRead(_stream);
            if (_entry == null && Marshal.GetLastPInvokeError() != 0)
                throw Failure("read", _path);
        }
        while (_entry != null && (Name.SequenceEqual("."u8) || Name.SequenceEqual(".."u8)));

        return _entry != null;
    }

    /// <summary>Text of the symbolic link it stands at; null if it is not UTF-8.</summary>
    /// <exception cref="IOException">It is none, or is gone.</exception>
    public string? ReadLink()
    {
        Span<byte> text = stackalloc byte[MaxLinkText];
        nint length;
        fixed (byte* target = text)
            length = NativeReadLink(Descriptor, _entry + NameAt, target, (nuint)text.Length);
        if (length < 0)
            throw Failure("read the link", $"{_path}/{Encoding.UTF8.GetString(Name)}");
        text = text[..(int)length];
        return System.Text.Unicode.Utf8.IsValid(text) ? Encoding.UTF8.GetString(text) : null;
    }

    public void Dispose()
    {
        if (_stream != 0)
            _ = NativeClose(_stream);
        _stream = 0;
    }

    private static IOException Failure(string action, string path) =>
        new($"Can not {action} '{path}': {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");

    [LibraryImport("libc", EntryPoint = "opendir", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint NativeOpen(string path);

    [LibraryImport("libc", EntryPoint = "dirfd")]
    private static partial int NativeDescriptor(nint stream);

    [LibraryImport("libc", EntryPoint = "readdir", SetLastError = true)]
    private static partial byte* NativeRead(nint stream);

    [LibraryImport("libc", EntryPoint = "readlinkat", SetLastError = true)]
    private static partial nint NativeReadLink(int directory, byte* name, byte* target, nuint size);

    [LibraryImport("libc", EntryPoint = "closedir")]
    private static partial int NativeClose(nint stream);
}
