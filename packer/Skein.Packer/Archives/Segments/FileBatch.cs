using Skein.Packer.Inventory;

namespace Skein.Packer.Archives.Segments;

/// <summary>Whole entries, each small enough to be rewritten in memory.</summary>
/// <param name="files">At least one.</param>
internal sealed class FileBatch(IReadOnlyList<PackFile> files) : Segment
{
    public IReadOnlyList<PackFile> Files => files;

    public override int EntryCount => files.Count;

    public override long Size
    {
        get
        {
            long size = 0;
            foreach (var file in files)
                size += file.Size;
            return size;
        }
    }

    public override string LastPath => files[^1].Path;
}
