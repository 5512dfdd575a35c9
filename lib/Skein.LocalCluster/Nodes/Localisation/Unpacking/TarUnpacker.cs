using System.Formats.Tar;

namespace Skein.LocalCluster.Nodes.Localisation.Unpacking;

/// <summary>Unpacks tar archives. Devices and pipes in them are passed over.</summary>
internal static class TarUnpacker
{
    /// <exception cref="InvalidDataException">It is no tar archive, or holds a name that leads out of it.</exception>
    public static async Task UnpackAsync(Stream archive, UnpackTarget target, CancellationToken cancellation)
    {
        await using var reader = new TarReader(archive, leaveOpen: true);
        while (await reader.GetNextEntryAsync(copyData: false, cancellation) is { } entry)
        {
            switch (entry.EntryType)
            {
                case TarEntryType.Directory:
                    target.AddDirectory(entry.Name);
                    break;
                case TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile:
                    await target.AddFileAsync(entry.Name, entry.DataStream, cancellation);
                    break;
                case TarEntryType.SymbolicLink:
                    target.AddLink(entry.Name, entry.LinkName);
                    break;
                case TarEntryType.HardLink:
                    target.AddCopy(entry.Name, entry.LinkName);
                    break;
                default:
                    break;
            }
        }
    }
}
