using System.Text;
using Skein.Packer.Tests.EndToEnd;

namespace Skein.Packer.Tests.Readers;

/// <summary>A directory with one of each thing that a format of archives has a special rule for.</summary>
internal static class Specimen
{
    private const int Megabyte = 1 << 20;

    private static readonly string[] Names =
    [
        "blank in name", "-dash", ".hidden", "..dots", "new\nline", "100%s", "grüße-日本-🐍", "'quote\"", "PaxHeader", "@LongLink", "$HOME", "*",
        new('n', 255), new('p', 100), new('q', 101), $"{new string('ä', 127)}x",
    ];

    private static readonly string[] Directories =
    [
        new('a', 99), $"{new string('b', 100)}/c", $"{new string('d', 155)}/e", $"{new string('f', 156)}/g",
        string.Join('/', Enumerable.Repeat(new string('h', 120), 9)),
    ];

    /// <summary>Fills a directory.</summary>
    /// <param name="root">A directory that does not exist.</param>
    /// <param name="deadLinks">Whether there are links that lead nowhere or to themselves.</param>
    public static async Task CreateAsync(string root, bool deadLinks)
    {
        Directory.CreateDirectory(root);
        var random = new Random(4);
        foreach (var size in (int[])[0, 1, 511, 512, 513, Megabyte - 1, Megabyte, Megabyte + 1, 3 * Megabyte])
        {
            var content = new byte[size];
            random.NextBytes(content);
            Write($"{root}/size-{size}", content, 0x1a4);
        }

        foreach (var name in Names)
            Write($"{root}/{name}", "named\n"u8, 0x1a4);
        foreach (var directory in Directories)
        {
            Directory.CreateDirectory($"{root}/{directory}");
            Write($"{root}/{directory}/file", "deep\n"u8, 0x1a4);
        }

        foreach (var mode in (int[])[0x100, 0x140, 0x1ed, 0x1ff, 0x124])
            Write($"{root}/mode-{Convert.ToString(mode, 8)}", "#!/bin/sh\n"u8, mode);
        Directory.CreateDirectory($"{root}/empty/inner");
        Directory.CreateDirectory($"{root}/empty-0700", UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        // At the top, YARN's zip reader would take it for a slash.
        Write($"{root}/{Directories[1]}/back\\slash", "named\n"u8, 0x1a4);
        // More of one kind than any stretch of an archive, and a directory that nobody may write in.
        Write($"{root}/compressible", Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 400_000))), 0x1a4);
        Directory.CreateDirectory($"{root}/read-only");
        Write($"{root}/read-only/file", "x"u8, 0x140);
        Directory.SetLastWriteTimeUtc($"{root}/read-only", DateTime.UnixEpoch.AddSeconds(1_234_567_891));
        File.SetUnixFileMode($"{root}/read-only", (UnixFileMode)0x140);

        File.CreateSymbolicLink($"{root}/link", "size-513");
        File.CreateSymbolicLink($"{root}/link-to-directory", Directories[1]);
        File.CreateSymbolicLink($"{root}/link-down", $"{Directories[1]}/file");
        File.CreateSymbolicLink($"{root}/empty-0700.link", "empty-0700");
        File.CreateSymbolicLink($"{root}/{Directories[0]}/up", "../size-1");
        File.CreateSymbolicLink($"{root}/far", $"{Directories[4]}/file");
        await Shell.OutputOfAsync("ln", [$"{root}/size-513", $"{root}/second-name"]);
        await Shell.OutputOfAsync("ln", [$"{root}/{Directories[4]}/file", $"{root}/z-second-name"]);
        if (!deadLinks)
            return;
        File.CreateSymbolicLink($"{root}/dangling", "nowhere/at all");
        File.CreateSymbolicLink($"{root}/loop", "loop");
        File.CreateSymbolicLink($"{root}/outside", "/nonexistent/outside");
        File.CreateSymbolicLink($"{root}/long-link", new string('t', 300));
        File.CreateSymbolicLink($"{root}/link to ä", "ä\nö");
    }

    private static void Write(string path, ReadOnlySpan<byte> content, int mode)
    {
        File.WriteAllBytes(path, content);
        File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch.AddSeconds(1_600_000_000 + path.Length));
        File.SetUnixFileMode(path, (UnixFileMode)mode);
    }
}
