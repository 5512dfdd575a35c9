namespace Skein.Packer.Tests.EndToEnd;

/// <summary>
/// An archive as a NodeManager leaves it: unpacked by gzip and tar, every file with one mode, every directory with another, owned by a
/// user who did not pack it, at a path longer than any kernel reads in a script's first line.
/// </summary>
internal sealed class UnpackedArchive : IDisposable
{
    // Numbers need no account.
    private const string Reader = "65534";
    private const string NodeManager = "65533";

    private readonly TemporaryDirectory _directory = new();

    private UnpackedArchive(string parent) => Path = _directory[$"{parent}/environment"];

    public string Path { get; }

    private static bool IsRoot => Environment.UserName == "root";

    /// <param name="archive">The archive.</param>
    /// <param name="localization">For whom it is unpacked.</param>
    /// <param name="parent">Name of the directory it is unpacked in; null for a very long one.</param>
    public static async Task<UnpackedArchive> CreateAsync(
        string archive, Localization localization = Localization.Private, string? parent = null)
    {
        if (localization == Localization.Public)
            Prerequisite.Root();
        var (files, directories, owner) = localization == Localization.Private ? ("0500", "0700", Reader) : ("0555", "0755", NodeManager);
        var unpacked = new UnpackedArchive(parent ?? new string('l', 140));
        Directory.CreateDirectory(unpacked.Path);
        await Shell.OutputOfAsync("bash", ["-c", "set -o pipefail; gzip -dc \"$1\" | (cd \"$2\" && tar -x)", "bash", archive, unpacked.Path]);
        await Shell.OutputOfAsync("bash", ["-c",
            "find \"$1\" -type f -exec chmod \"$2\" {} + && find \"$1\" -type d -exec chmod \"$3\" {} +", "bash", unpacked.Path, files, directories]);
        if (IsRoot)
            await Shell.OutputOfAsync("chown", ["-R", $"{owner}:{owner}", unpacked.Path]);
        return unpacked;
    }

    /// <summary>Runs a command with an empty environment, as the one who reads the archive where it is possible to become someone else.</summary>
    public Task<ShellResult> RunAsync(params string[] command)
    {
        string[] clean = ["env", "-i", "PATH=/usr/bin:/bin", "HOME=/nonexistent"];
        string[] other = IsRoot ? ["setpriv", $"--reuid={Reader}", $"--regid={Reader}", "--clear-groups"] : [];
        string[] all = [.. other, .. clean, .. command];
        return Shell.RunAsync(all[0], all[1..], System.IO.Path.GetDirectoryName(Path));
    }

    public async Task<string> OutputOfAsync(params string[] command)
    {
        var result = await RunAsync(command);
        Assert.True(result.ExitCode == 0, $"{string.Join(' ', command)} ended with {result.ExitCode}:\n{result.Output}{result.Errors}");
        return result.Output.TrimEnd();
    }

    public void Dispose() => _directory.Dispose();
}
