using Skein.Packer.Inventory;

namespace Skein.Packer.Inspection;

/// <summary>Adds up what each package takes.</summary>
internal static class PackageSizes
{
    /// <returns>The packages, the biggest first.</returns>
    public static IReadOnlyList<PackedPackage> Of(IEnumerable<PackFile> files)
    {
        var packages = new Dictionary<string, PackedPackage>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            if (file.Package is not { } name)
                continue;
            var known = packages.GetValueOrDefault(name) ?? new PackedPackage(name, 0, 0);
            packages[name] = known with { Files = known.Files + 1, Bytes = known.Bytes + file.Size };
        }

        var sorted = new List<PackedPackage>(packages.Values);
        sorted.Sort(static (a, b) => a.Bytes != b.Bytes ? b.Bytes.CompareTo(a.Bytes) : string.CompareOrdinal(a.Name, b.Name));
        return sorted;
    }
}
