using System.Formats.Tar;
using System.IO.Compression;

namespace Skein.Packer.Tests.EndToEnd;

/// <summary>Reads archives with the framework's reader.</summary>
internal static class Archive
{
    /// <summary>The members by name; every regular file with its content.</summary>
    public static async Task<Dictionary<string, ArchiveMember>> MembersAsync(string path)
    {
        await using var gzip = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        await using var tar = new TarReader(gzip);
        var members = new Dictionary<string, ArchiveMember>(StringComparer.Ordinal);
        while (await tar.GetNextEntryAsync(copyData: true, TestContext.Current.CancellationToken) is { } entry)
        {
            var content = new MemoryStream();
            if (entry.DataStream != null)
                await entry.DataStream.CopyToAsync(content, TestContext.Current.CancellationToken);
            Assert.True(
                members.TryAdd(entry.Name.TrimEnd('/'), new ArchiveMember(entry.EntryType, (int)entry.Mode, entry.LinkName, content.ToArray())),
                $"'{entry.Name}' is twice in the archive.");
        }

        return members;
    }
}
