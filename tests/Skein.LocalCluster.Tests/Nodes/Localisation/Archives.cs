using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

namespace Skein.LocalCluster.Tests.Nodes.Localisation;

/// <summary>Writes archives, hostile ones too.</summary>
internal static class Archives
{
    public static TarEntry File(string name, string content) =>
        new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(content)) };

    public static TarEntry Link(string name, string target) => new PaxTarEntry(TarEntryType.SymbolicLink, name) { LinkName = target };

    public static TarEntry HardLink(string name, string existing) => new PaxTarEntry(TarEntryType.HardLink, name) { LinkName = existing };

    /// <summary>Writes a tar archive, compressed where the name says so.</summary>
    public static void Tar(string path, params TarEntry[] entries)
    {
        using var file = System.IO.File.Create(path);
        using Stream stream = path.EndsWith("gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionLevel.Fastest) : file;
        using var tar = new TarWriter(stream);
        foreach (var entry in entries)
            tar.WriteEntry(entry);
    }

    public static void Zip(string path, params (string Name, string Content)[] entries)
    {
        using var zip = ZipFile.Open(path, ZipArchiveMode.Create);
        foreach (var (name, content) in entries)
        {
            using var stream = zip.CreateEntry(name).Open();
            stream.Write(Encoding.UTF8.GetBytes(content));
        }
    }
}
