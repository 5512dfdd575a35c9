using Skein.Packer.Inventory;

namespace Skein.Packer.Environments;

/// <summary>Which files packages own. A path that two packages own is one file: the one the environment has.</summary>
internal sealed class ManagedPaths : IFileOwners
{
    private const int FilesToName = 3;

    private readonly Dictionary<string, (CondaRecord Owner, CondaRecordPath File)> _owners;

    private ManagedPaths(int capacity) => _owners = new(capacity, StringComparer.Ordinal);

    /// <param name="records">The packages.</param>
    /// <param name="warnings">Receives a sentence if files have more than one owner.</param>
    public static ManagedPaths Of(IReadOnlyList<CondaRecord> records, ICollection<string> warnings)
    {
        var managed = new ManagedPaths(records.Sum(static record => record.Paths.Count));
        var contested = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var record in records)
        {
            foreach (var file in record.Paths)
            {
                // Among several owners the one that wrote the prefix says more.
                var isNew = !managed._owners.TryGetValue(file.Path, out var known);
                if (!isNew)
                    contested.Add($"'{file.Path}' ({known.Owner} and {record})");
                if (isNew || known.File.Prefix == null)
                    managed._owners[file.Path] = (record, file);
            }
        }

        if (contested.Count > 0)
            warnings.Add(Contested(contested));

        return managed;
    }

    private static string Contested(SortedSet<string> files)
    {
        var named = string.Join(", ", files.Take(FilesToName));
        var others = files.Count > FilesToName ? $" and {files.Count - FilesToName} more" : "";
        return $"Files that more than one package owns are packed as the environment has them: {named}{others}";
    }

    public bool Owns(string path) => _owners.ContainsKey(path) || CondaRecordCleaner.Owns(path);

    public OwnedFile? Find(ReadOnlySpan<char> path)
    {
        if (!_owners.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(path, out var owned))
            return null;
        var (owner, file) = owned;
        var record = file.Prefix is { } prefix
            ? new PrefixRecord(
                prefix.Placeholder,
                prefix.IsBinary,
                prefix.Original,
                owner.CachedPackage is { Length: > 0 } cache ? Path.Combine(cache, file.Path) : null)
            : null;
        return new OwnedFile(file.Path, owner.Title, record, file.Installed);
    }
}
