using Skein.Packer.Inventory;

namespace Skein.Packer.Archives.Zip;

/// <summary>Finds what does not fit into a zip archive without its extension for large ones (ZIP64).</summary>
internal static class ZipLimits
{
    /// <param name="files">Entries of the archive.</param>
    public static IEnumerable<PackProblem> Find(IReadOnlyList<PackFile> files)
    {
        const string Advice = "leave --no-zip-64 out, or write a tar archive";
        if (files.Count > ZipFormat.MaxShortCount)
            yield return new PackProblem($"A zip archive without ZIP64 holds at most {ZipFormat.MaxShortCount} entries, and there are {files.Count}; {Advice}");
        var large = new List<string>();
        foreach (var file in files)
        {
            if (ZipBlockMaker.MayNeedLongFields(file.Size))
                large.Add($"{file.Path} ({file.Size} bytes)");
        }

        if (large.Count > 0)
            yield return new PackProblem($"A zip archive without ZIP64 holds no file of 4 GiB; {Advice}", large);
    }
}
