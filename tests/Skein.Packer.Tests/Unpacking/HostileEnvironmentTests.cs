using Skein.Packer.Tests.EndToEnd;
using Skein.Packer.Unpacking;

namespace Skein.Packer.Tests.Unpacking;

/// <summary>Whoever made a tree can not make unpacking touch anything beside it. Both programs are tried.</summary>
public sealed class HostileEnvironmentTests : IDisposable
{
    private const string Content = "here=/packed\n";

    private readonly TemporaryDirectory _directory = new();

    public HostileEnvironmentTests()
    {
        Directory.CreateDirectory($"{Root}/bin");
        Directory.CreateDirectory($"{Root}/etc");
        Directory.CreateDirectory(Outside);
        File.WriteAllText($"{Outside}/place", Content);
        File.WriteAllText($"{Root}/etc/own", Content);
        using var program = typeof(EnvironmentUnpacker).Assembly.GetManifestResourceStream("conda-unpack")!;
        using var file = File.Create(Program);
        program.CopyTo(file);
        File.SetUnixFileMode(file.SafeFileHandle, (UnixFileMode)0x1ed);
    }

    public static TheoryData<bool> Both => [false, true];

    private string Root => _directory["environment"];

    private string Outside => _directory["outside"];

    private string Program => $"{Root}/bin/conda-unpack";

    public void Dispose() => _directory.Dispose();

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_tree_without_malice_is_rewritten(bool byProgram)
    {
        WriteState(["etc/own"]);
        Assert.Null(await UnpackAsync(byProgram));
        Assert.Equal($"here={Root}\n", await ReadAsync($"{Root}/etc/own"));
    }

    [Theory]
    [InlineData("../outside/place", false)]
    [InlineData("../outside/place", true)]
    [InlineData("etc/../../outside/place", false)]
    [InlineData("etc/../../outside/place", true)]
    public async Task A_path_that_climbs_out_is_refused(string path, bool byProgram)
    {
        WriteState([path]);
        Assert.Contains("damaged", await UnpackAsync(byProgram), StringComparison.Ordinal);
        WriteState(["etc/own", path]);
        Assert.Contains("damaged", await UnpackAsync(byProgram), StringComparison.Ordinal);
        AssertOutsideIsUntouched();
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task An_absolute_path_is_refused(bool byProgram)
    {
        WriteState([$"{Outside}/place"]);
        Assert.Contains("damaged", await UnpackAsync(byProgram), StringComparison.Ordinal);
        AssertOutsideIsUntouched();
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_directory_that_is_a_link_is_not_entered(bool byProgram)
    {
        Directory.CreateSymbolicLink($"{Root}/lib", Outside);
        Directory.CreateSymbolicLink($"{Root}/deep", _directory.Path);
        WriteState(["lib/place", "deep/outside/place"]);
        Assert.Null(await UnpackAsync(byProgram));
        AssertOutsideIsUntouched();
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_file_that_is_a_link_is_left_alone(bool byProgram)
    {
        File.CreateSymbolicLink($"{Root}/etc/link", $"{Outside}/place");
        WriteState(["etc/link"]);
        Assert.Null(await UnpackAsync(byProgram));
        Assert.Equal($"{Outside}/place", new FileInfo($"{Root}/etc/link").LinkTarget);
        AssertOutsideIsUntouched();
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_name_of_a_file_outside_gets_a_file_of_its_own(bool byProgram)
    {
        await Shell.OutputOfAsync("ln", [$"{Outside}/place", $"{Root}/etc/shared"]);
        WriteState(["etc/shared"]);
        Assert.Null(await UnpackAsync(byProgram));
        Assert.Equal($"here={Root}\n", await ReadAsync($"{Root}/etc/shared"));
        AssertOutsideIsUntouched();
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_lock_that_is_a_link_is_refused(bool byProgram)
    {
        WriteState(["etc/own"]);
        File.CreateSymbolicLink($"{Root}/.skein/lock", $"{Outside}/place");
        Assert.Contains("lock' is a link", await UnpackAsync(byProgram), StringComparison.Ordinal);
        AssertOutsideIsUntouched();
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_state_in_another_place_is_none_of_this_environment(bool byProgram)
    {
        WriteState(["etc/own"]);
        Directory.Move($"{Root}/.skein", $"{Outside}/state");
        Directory.CreateSymbolicLink($"{Root}/.skein", $"{Outside}/state");
        Assert.Contains("is not an environment", await UnpackAsync(byProgram), StringComparison.Ordinal);
        Assert.Equal(Content, await ReadAsync($"{Root}/etc/own"));
    }

    private static Task<string> ReadAsync(string path) => File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);

    private void AssertOutsideIsUntouched()
    {
        Assert.Equal([$"{Outside}/place"], Directory.GetFileSystemEntries(Outside));
        Assert.Equal(Content, File.ReadAllText($"{Outside}/place"));
    }

    private void WriteState(string[] paths)
    {
        Directory.CreateDirectory($"{Root}/.skein");
        var files = paths.Select(static path => new PlacedFile(path, Content.Length, "/packed", [5], [], []));
        File.WriteAllBytes($"{Root}/.skein/relocation.json", RelocationStateFormat.Write(new RelocationState([RelocationState.AsPacked], [.. files])));
    }

    // What is wrong; null when nothing is.
    private async Task<string?> UnpackAsync(bool byProgram)
    {
        if (!byProgram)
            return (await Record.ExceptionAsync(() => EnvironmentUnpacker.UnpackAsync(
                new UnpackOptions { Directory = Root }, static _ => null, TestContext.Current.CancellationToken)))?.Message;
        Prerequisite.Program("python3");
        var result = await Shell.RunAsync("env", ["SKEIN=/nonexistent", Program]);
        Assert.Contains(result.ExitCode, (int[])[0, 2]);
        return result.ExitCode == 0 ? null : result.Errors;
    }
}
