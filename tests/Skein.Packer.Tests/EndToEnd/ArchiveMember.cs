using System.Formats.Tar;

namespace Skein.Packer.Tests.EndToEnd;

internal sealed record ArchiveMember(TarEntryType Type, int Mode, string Link, byte[] Content)
{
    public string Text => System.Text.Encoding.UTF8.GetString(Content);
}
