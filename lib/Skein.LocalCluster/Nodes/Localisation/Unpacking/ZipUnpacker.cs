using System.IO.Compression;
using System.Text;

namespace Skein.LocalCluster.Nodes.Localisation.Unpacking;

/// <summary>Unpacks ZIP archives, and Java's, which are the same.</summary>
internal static class ZipUnpacker
{
    private const int ModeShift = 16;
    private const int TypeMask = 0xF000;
    private const int SymbolicLink = 0xA000;
    private const int LongestTarget = 4096;

    /// <param name="archive">Can seek.</param>
    /// <param name="target">Where it is unpacked.</param>
    /// <param name="isWanted">Chooses entries by their names.</param>
    /// <param name="cancellation">Ends the work half-way.</param>
    /// <exception cref="InvalidDataException">It is no ZIP archive, or holds a name that leads out of it.</exception>
    public static async Task UnpackAsync(
        Stream archive, UnpackTarget target, Func<string, bool> isWanted, CancellationToken cancellation)
    {
        using var zip = new ZipArchive(archive, ZipArchiveMode.Read, leaveOpen: true);
        foreach (var entry in zip.Entries)
        {
            if (!isWanted(entry.FullName))
                continue;
            if (entry.FullName.EndsWith('/'))
            {
                target.AddDirectory(entry.FullName);
                continue;
            }

            await using var content = entry.Open();
            if (((entry.ExternalAttributes >> ModeShift) & TypeMask) == SymbolicLink && entry.Length <= LongestTarget)
                target.AddLink(entry.FullName, await ReadTargetAsync(content, cancellation));
            else
                await target.AddFileAsync(entry.FullName, content, cancellation);
        }
    }

    private static async Task<string> ReadTargetAsync(Stream content, CancellationToken cancellation)
    {
        var bytes = new byte[LongestTarget];
        var length = await content.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellation);
        return Encoding.UTF8.GetString(bytes, 0, length);
    }
}
