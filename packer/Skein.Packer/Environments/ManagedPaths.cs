using Skein.Packer.Inventory;

namespace Skein.Packer.Environments;

/// <summary>Which files packages own. A path that two packages own is one file: the one the environment has.</summary>
internal sealed class ManagedPaths
{
    private readonly Dictionary<string, (CondaRecord Owner, CondaRecordPath File)> _owners = new(StringComparer.Ordinal);

    public static ManagedPaths Of(IEnumerable<CondaRecord> records)
    {
        var managed = new ManagedPaths();
        foreach (var record in records)
        {
            foreach (var file in record.Paths)
            {
                // Among several owners the one that wrote the prefix says more.
                if (!managed._owners.TryGetValue(file.Path, out var known) || known.File.Placeholder == null)
                    managed._owners[file.Path] = (record, file);
            }
        }

        return managed;
    }

    public bool Owns(string path) => _owners.ContainsKey(path) || CondaRecordCleaner.Owns(path);

    /// <summary>The file with what its package says of it.</summary>
    public PackFile WithRecord(PackFile file)
    {
        if (!_owners.TryGetValue(file.Path, out var owner))
            return file;
        return file with
        {
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
