using Skein.Packer.Archives.Reading;
using Skein.Packer.Inventory;

namespace Skein.Packer.Archives.Segments;

/// <summary>A file that is packed in pieces. The first piece that is made looks through it, on its own thread; others wait for that.</summary>
/// <param name="listed">The file as it was listed.</param>
/// <param name="reader">Reads files as they are packed.</param>
internal sealed class LargeFile(PackFile listed, EntryReader reader)
{
    private readonly Lazy<ExaminedLargeFile> _examined = new(() => reader.Examine(listed));

    public PackFile Listed => listed;

    /// <exception cref="IOException">It can not be read.</exception>
    public ExaminedLargeFile Examined => _examined.Value;

    /// <summary>Appends a part of what is packed.</summary>
    /// <exception cref="IOException">It can not be read, or is not what it was when it was listed.</exception>
    public void ReadInto(long offset, int length, PooledBuffer output)
    {
        if (Examined.Content is { } content)
        {
            output.Write(content.AsSpan((int)offset, length));
            return;
        }

        var part = output.GetSpan(length)[..length];
        using (var handle = FileContent.Open(listed))
            FileContent.Read(handle, listed, offset, part);
        foreach (var patch in Examined.Patches)
            patch.ApplyTo(part, offset);
        output.Advance(length);
    }
}
