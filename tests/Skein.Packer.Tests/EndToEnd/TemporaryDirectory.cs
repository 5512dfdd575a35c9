namespace Skein.Packer.Tests.EndToEnd;

/// <summary>A directory with a short name, gone after the test.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    // A link may lead to the root of the machine.
    private static readonly EnumerationOptions BelowButNotThroughLinks = new()
    {
        RecurseSubdirectories = true,
        AttributesToSkip = FileAttributes.ReparsePoint,
    };

    public TemporaryDirectory()
    {
        Path = $"/tmp/sk{Guid.NewGuid().ToString("N")[..5]}";
        Directory.CreateDirectory(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            | UnixFileMode.GroupExecute | UnixFileMode.GroupRead | UnixFileMode.OtherExecute | UnixFileMode.OtherRead);
    }

    public string Path { get; }

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public void Dispose()
    {
        foreach (var directory in new DirectoryInfo(Path).EnumerateDirectories("*", BelowButNotThroughLinks))
            directory.UnixFileMode |= UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        Directory.Delete(Path, recursive: true);
    }
}
