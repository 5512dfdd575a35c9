using Skein.Packer.Inventory;

namespace Skein.Packer.Environments;

/// <summary>Which files packages own. A path that two packages own is one file: the one the environment has.</summary>
internal sealed class ManagedPaths
{
    private const int FilesToName = 3;

    private readonly Dictionary<string, (CondaRecord Owner, CondaRecordPath File)> _owners = new(StringComparer.Ordinal);

    /// <param name="records">The packages.</param>
    /// <param name="warnings">Receives a sentence if files have more than one owner.</param>
    public static ManagedPaths Of(IEnumerable<CondaRecord> records, ICollection<string> warnings)
    {
        var managed = new ManagedPaths();
        var contested = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var record in records)
        {
            foreach (var file in record.Paths)
            {
                // Among several owners the one that wrote the prefix says more.
                var isNew = !managed._owners.TryGetValue(file.Path, out var known);
                if (!isNew)
                    contested.Add($"'{file.Path}' ({known.Owner} and {record})");
                if (isNew || known.File.Placeholder == null)
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

    /// <summary>The file with what its package says of it, its path shared with the package's record. Used by several threads at once.</summary>
    public PackFile WithRecord(PackFile file)
    {
        if (!_owners.TryGetValue(file.Path, out var owner))
            return file;
        return file with
        {
            Path = owner.File.Path,
            Package = owner.Owner.Title,
            Record = file.Kind == PackFileKind.Regular && owner.File.Placeholder is { } placeholder
                ? new PrefixRecord(
                    placeholder,
                    owner.File.IsBinary,
                    owner.File.Original,
                    owner.Owner.CachedPackage is { Length: > 0 } cache ? Path.Combine(cache, file.Path) : null)
                : null,
            InstalledHash = owner.File.Installed,
        };
    }
}
