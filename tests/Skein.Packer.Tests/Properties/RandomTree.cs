using System.Text;
using Skein.Packer.Tests.EndToEnd;

namespace Skein.Packer.Tests.Properties;

/// <summary>Puts made-up trees on the disk.</summary>
internal static class RandomTree
{
    /// <summary>Creates a directory with something in it for each step that is possible.</summary>
    public static async Task CreateAsync(string root, IReadOnlyList<TreeStep> steps)
    {
        Directory.CreateDirectory(root);
        var files = new List<string>();
        var modes = new List<(string Path, TreeStep Step)>();
        foreach (var step in steps)
        {
            var directory = string.Join('/', step.Directory.Prepend(root));
            var path = $"{directory}/{step.Name}";
            // A file or link may be where a directory is wanted.
            if (Path.Exists(path) || new FileInfo(path).LinkTarget != null || !IsFree(root, step.Directory))
                continue;
            Directory.CreateDirectory(directory);
            switch (step.Kind)
            {
                case 'd':
                    Directory.CreateDirectory(path);
                    break;
                case 'l':
                    File.CreateSymbolicLink(path, step.Target);
                    break;
                case 'h' when files.Count > 0:
                    await Shell.OutputOfAsync("ln", ["--", files[step.Size % files.Count], path]);
                    break;
                default:
                    await WriteAsync(path, step);
                    files.Add(path);
                    modes.Add((path, step));
                    break;
            }
        }

        foreach (var (path, step) in modes)
        {
            File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch.AddSeconds(step.Modified));
            // Only root reads what nobody may read.
            File.SetUnixFileMode(path, (UnixFileMode)(step.Mode | (Environment.UserName == "root" ? 0 : 0x100)));
        }
    }

    /// <summary>The names that lead to one file, for each file that has several.</summary>
    public static async Task<List<string>> SharedNamesAsync(string root)
    {
        var output = await Shell.OutputOfAsync("find", [root, "-type", "f", "-links", "+1", "-printf", "%i %P\\0"]);
        return
        [
            .. output.Split('\0', StringSplitOptions.RemoveEmptyEntries).Select(static line => line.Split(' ', 2))
                .GroupBy(static line => line[0], static line => line[1])
                .Select(static names => string.Join('\0', names.Order(StringComparer.Ordinal))).Order(StringComparer.Ordinal),
        ];
    }

    private static bool IsFree(string root, IReadOnlyList<string> directories)
    {
        var path = new StringBuilder(root);
        foreach (var name in directories)
        {
            path.Append('/').Append(name);
            if (new FileInfo(path.ToString()) is var found && (found.Exists || found.LinkTarget != null))
                return false;
        }

        return true;
    }

    private static async Task WriteAsync(string path, TreeStep step)
    {
        await using var file = File.Create(path);
        if (step.Kind == 's')
        {
            file.SetLength(2_000_000 + step.Size);
            file.Position = 1_000_000;
            await file.WriteAsync("in the middle"u8.ToArray());
            return;
        }

        var content = new byte[step.Size];
        new Random(step.Size).NextBytes(content);
        await file.WriteAsync(content);
    }
}
