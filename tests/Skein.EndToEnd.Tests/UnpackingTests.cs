using Skein.EndToEnd.Tests.Support;

namespace Skein.EndToEnd.Tests;

/// <summary>The published binary packs an environment, and makes it absolute where somebody else unpacked it.</summary>
public sealed class UnpackingTests : IDisposable
{
    private const string Nobody = "65534";

    private readonly SkeinUser _user = new(configuration: null);

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Source => Path.Combine(_user.Folder, "source");

    private string Archive => Path.Combine(_user.Folder, "a.tar.gz");

    private string Tree => Path.Combine(_user.Folder, "there", "environment");

    [Fact]
    public async Task What_somebody_else_unpacked_names_its_own_place_and_after_a_move_the_new_one()
    {
        Assert.SkipUnless(Environment.UserName == "root", "only root can become another user");
        await PackAndExtractAsync();
        await RunAsync("find", Tree, "-type", "f", "-exec", "chmod", "0500", "{}", "+");
        await RunAsync("chown", "-R", $"{Nobody}:{Nobody}", Path.GetDirectoryName(Tree)!);
        // The binary may lie where only its owner may go.
        File.Copy(RepositoryPaths.Binary, Path.Combine(_user.Folder, "skein"));

        Assert.Contains($" files of {Tree}\n", (await UnpackAsNobodyAsync(Tree)).Error, StringComparison.Ordinal);
        await AssertIsAtAsync(Tree, Source);
        Assert.Contains("Nothing to do", (await UnpackAsNobodyAsync(Tree)).Error, StringComparison.Ordinal);

        var moved = Path.Combine(_user.Folder, "moved");
        Directory.Move(Tree, moved);
        await UnpackAsNobodyAsync(moved);
        await AssertIsAtAsync(moved, Tree);
        Assert.Equal("500", (await RunAsync("stat", "-c", "%a", Path.Combine(moved, "bin", "tool"))).Text);
    }

    [Fact]
    public async Task Who_interrupts_is_told_that_another_run_completes_it()
    {
        await PackAndExtractAsync();
        // As if another process were at it.
        await using (new FileStream(Path.Combine(Tree, ".skein", "lock"), FileMode.Create, FileAccess.Write, FileShare.None))
        {
            using var process = SkeinProcess.Start(RepositoryPaths.Binary, ["unpack", Tree], _user.Environment);
            try
            {
                // The kernel tells nobody when a program has set up its handler.
                while (!process.HasExited && !IsWaiting(process.Id))
                    await Task.Delay(Poll, Cancellation);
                await RunAsync("kill", "-INT", $"{process.Id}");
                var result = await SkeinProcess.FinishAsync(process, Cancellation);
                Assert.Equal(130, result.ExitCode);
                Assert.Equal("Interrupted; run it again to complete the unpacking.\n", result.Error);
            }
            finally
            {
                if (!process.HasExited)
                    process.Kill();
            }
        }

        (await _user.RunAsync("unpack", Tree)).Successful();
        await AssertIsAtAsync(Tree, Source);
    }

    public void Dispose() => _user.Dispose();

    // Signals are caught before a command begins, that of the size of files (25) as the last one.
    private static bool IsWaiting(int process)
    {
        foreach (var line in File.ReadLines($"/proc/{process}/status"))
        {
            if (line.StartsWith("SigCgt:", StringComparison.Ordinal))
                return (Convert.ToUInt64(line[7..].Trim(), 16) & (1 << 24)) != 0;
        }

        return false;
    }

    private async Task PackAndExtractAsync()
    {
        foreach (var directory in (string[])["bin", "conda-meta", "lib"])
            Directory.CreateDirectory(Path.Combine(Source, directory));
        await WriteAsync("conda-meta/history", "");
        await WriteAsync("bin/tool", $"#!{Source}/bin/sh\necho \"{Source}/lib\"\n");
        File.SetUnixFileMode(Path.Combine(Source, "bin", "tool"), (UnixFileMode)0x1ed);
        File.CreateSymbolicLink(Path.Combine(Source, "bin", "sh"), "/bin/sh");
        await WriteAsync("lib/settings", $"home={Source}\n");
        (await _user.RunAsync("pack", "-p", Source, "-o", Archive)).Successful();
        Directory.CreateDirectory(Tree);
        await RunAsync("tar", "-xzf", Archive, "-C", Tree);
        Assert.Equal($"{Tree}/lib", (await RunAsync(Path.Combine(Tree, "bin", "tool"))).Text);
    }

    private async Task AssertIsAtAsync(string place, string before)
    {
        Assert.Equal($"{place}/lib", (await RunAsync(Path.Combine(place, "bin", "tool"))).Text);
        Assert.Equal($"#!{place}/bin/sh\necho \"{place}/lib\"\n", await File.ReadAllTextAsync(Path.Combine(place, "bin", "tool"), Cancellation));
        Assert.Equal($"home={place}\n", await File.ReadAllTextAsync(Path.Combine(place, "lib", "settings"), Cancellation));
        var found = await SkeinProcess.RunAsync("grep", ["-rlF", "--exclude-dir=.skein", $"{before}/", place], _user.Environment, null);
        Assert.Equal((1, ""), (found.ExitCode, found.Output));
    }

    private async Task<CommandResult> UnpackAsNobodyAsync(string tree) => await RunAsync(
        "setpriv", $"--reuid={Nobody}", $"--regid={Nobody}", "--clear-groups", Path.Combine(_user.Folder, "skein"), "unpack", tree);

    private async Task<CommandResult> RunAsync(string program, params string[] arguments) =>
        (await SkeinProcess.RunAsync(program, arguments, _user.Environment, null)).Successful();

    private Task WriteAsync(string name, string text) => File.WriteAllTextAsync(Path.Combine(Source, name), text, Cancellation);
}
