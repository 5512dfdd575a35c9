using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Skein.Packer.Tests.Readers;

/// <summary>What an archive can hold of a directory: files, links and directories by their paths.</summary>
internal sealed class Tree
{
    private readonly SortedDictionary<string, TreeEntry> _entries = new(StringComparer.Ordinal);

    /// <summary>Reads a directory. Links stay links, or are followed everywhere.</summary>
    public static Tree Of(string directory, bool followLinks = false)
    {
        var tree = new Tree();
        tree.Add(new DirectoryInfo(directory), "", followLinks);
        return tree;
    }

    /// <summary>Reads lines of <c>kind mode modified sha256 target path</c>, target and path in hexadecimal, <c>-</c> for what is unknown.</summary>
    public static Tree Parse(string lines)
    {
        var tree = new Tree();
        foreach (var line in lines.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.TrimEnd('\r').Split(' ') is not [[var kind], var mode, var modified, var digest, var target, var path])
                throw new FormatException($"'{line}' is no entry");
            var entry = new TreeEntry(kind, (int?)Number(mode), Number(modified), kind == 'l' ? Text(target) : digest.Replace("-", ""));
            Assert.True(tree._entries.TryAdd(Text(path), entry), $"'{Text(path)}' is twice in the archive.");
        }

        return tree;
    }

    /// <summary>The same without directories that have something in them, which some archives leave to be understood.</summary>
    public Tree WithoutParents()
    {
        var tree = new Tree();
        foreach (var (path, entry) in _entries)
        {
            if (entry.Kind != 'd' || !_entries.Keys.Any(below => below.StartsWith($"{path}/", StringComparison.Ordinal)))
                tree._entries.Add(path, entry);
        }

        return tree;
    }

    /// <summary>Fails unless a reader found exactly this tree, as far as it can see.</summary>
    /// <param name="found">What it found.</param>
    /// <param name="seesLinks">Whether it tells links from files.</param>
    public void AssertEqualTo(Tree found, bool seesLinks = true)
    {
        Assert.NotEmpty(_entries);
        var differences = _entries.Keys.Except(found._entries.Keys).Select(static path => $"{path}: missing")
            .Concat(found._entries.Keys.Except(_entries.Keys).Select(static path => $"{path}: not expected"))
            .Concat(_entries.Where(pair => found._entries.TryGetValue(pair.Key, out var other) && !IsEqual(pair.Value, other, seesLinks))
                .Select(pair => $"{pair.Key}: {pair.Value} became {found._entries[pair.Key]}"))
            .ToList();
        Assert.True(differences.Count == 0, $"{differences.Count} differences:\n{string.Join('\n', differences.Take(20))}");
    }

    private static bool IsEqual(TreeEntry expected, TreeEntry found, bool seesLinks)
    {
        if (expected.Kind == 'l' && !seesLinks)
            return found.Kind == 'f';
        return expected.Kind == found.Kind && expected.Content == found.Content
            && (found.Mode == null || expected.Mode == null || expected.Mode == found.Mode)
            && (found.Modified == null || expected.Modified == null || expected.Modified == found.Modified);
    }

    private void Add(DirectoryInfo directory, string path, bool followLinks)
    {
        if (path.Length > 0)
            _entries.Add(path, new TreeEntry('d', (int)directory.UnixFileMode, null, ""));
        foreach (var item in directory.EnumerateFileSystemInfos())
        {
            var below = path.Length == 0 ? item.Name : $"{path}/{item.Name}";
            if (item.LinkTarget is { } target && !followLinks)
                _entries.Add(below, new TreeEntry('l', null, null, target));
            else if (Directory.Exists(item.FullName))
                Add(new DirectoryInfo(item.FullName), below, followLinks);
            else
                _entries.Add(below, File(item.FullName));
        }
    }

    private static TreeEntry File(string path)
    {
        using var content = System.IO.File.OpenRead(path);
        var modified = new DateTimeOffset(System.IO.File.GetLastWriteTimeUtc(content.SafeFileHandle)).ToUnixTimeSeconds();
        return new TreeEntry('f', (int)System.IO.File.GetUnixFileMode(content.SafeFileHandle), modified, Convert.ToHexStringLower(SHA256.HashData(content)));
    }

    private static long? Number(string text) => text == "-" ? null : (long)double.Parse(text, CultureInfo.InvariantCulture);

    private static string Text(string hexadecimal) => hexadecimal == "-" ? "" : Encoding.UTF8.GetString(Convert.FromHexString(hexadecimal));
}
