using Skein.Packer.Tests.EndToEnd;

namespace Skein.Packer.Tests.Readers;

/// <summary>A program that people read archives with, none of it ours.</summary>
/// <param name="Name">Its name in the results of a run.</param>
/// <param name="Reads">Whether it reads a form.</param>
/// <param name="ReadAsync">Reads an archive; the directory is free for what it unpacks.</param>
/// <param name="SeesLinks">Whether it tells links from files.</param>
internal sealed record ArchiveReader(
    string Name, Func<PackedForm, bool> Reads, Func<JavaReaders, string, string, Task<Tree>> ReadAsync, bool SeesLinks = true)
{
    // What a NodeManager runs.
    private const string Localize = "set -o pipefail; gzip -dc \"$1\" | (cd \"$2\" && tar -x)";

    public static IReadOnlyList<ArchiveReader> All { get; } =
    [
        new("tar", static form => form.IsTar, static (_, archive, directory) => UnpackAsync(directory, "tar", "-xpf", archive, "-C", directory)),
        new("gzip and tar, as YARN", static form => form.IsGzip, static (_, archive, directory) =>
            UnpackAsync(directory, "bash", "-c", $"umask 0; {Localize}", "bash", archive, directory)),
        new("Python's tarfile", static form => form.IsTar, static (_, archive, _) => PythonAsync("tar", archive)),
        new("Hadoop's tar reader", static form => form.IsTar, static (java, archive, _) => java.HadoopAsync("tar", archive)),
        new("unzip", static form => form.IsZip, static (_, archive, directory) => UnpackAsync(directory, "env", "LC_ALL=C.UTF-8", "unzip", "-q", "-^", "-K", archive, "-d", directory)),
        new("Python's zipfile", static form => form.IsZip, static (_, archive, _) => PythonAsync("zip", archive)),
        new("Java's ZipFile", static form => form.IsZip, static (java, archive, _) => java.JdkAsync("zip-file", archive), SeesLinks: false),
        new("Java's ZipInputStream", static form => form.IsZip, static (java, archive, _) => java.JdkAsync("zip-stream", archive), SeesLinks: false),
        new("Hadoop's zip reader", static form => form.IsZip, static (java, archive, _) => java.HadoopAsync("zip-file", archive)),
        new("Hadoop's streaming zip reader, as YARN", static form => form.IsZip, static (java, archive, _) => java.HadoopAsync("zip-stream", archive), SeesLinks: false),
        new("the file system", static form => form.IsFolder, static (_, folder, _) => Task.FromResult(Tree.Of(folder))),
    ];

    private static async Task<Tree> UnpackAsync(string directory, string program, params string[] arguments)
    {
        Prerequisite.Program(program == "env" ? "unzip" : program);
        Directory.CreateDirectory(directory);
        await Shell.OutputOfAsync(program, arguments);
        return Tree.Of(directory);
    }

    private static async Task<Tree> PythonAsync(string kind, string archive)
    {
        Prerequisite.Program("python3");
        return Tree.Parse(await Shell.OutputOfAsync("python3", [$"{AppContext.BaseDirectory}Readers/archive_reader.py", kind, archive]));
    }

    public override string ToString() => Name;
}
