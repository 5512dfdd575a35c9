using Skein.Packer.Archives.Reading;
using Skein.Packer.Inventory;
using Skein.Packer.Relocation;

namespace Skein.Packer.Inspection;

/// <summary>Learns from a file, while it is at hand, what whoever unpacks it should know.</summary>
internal static class FileInspection
{
    /// <param name="content">The whole file, as it is in the environment.</param>
    /// <param name="findings">Receives what is learnt.</param>
    public static void Look(ReadOnlySpan<byte> content, PackFindings findings)
    {
        if (ElfImage.HasMagic(content))
            findings.RequireGlibc(GlibcRequirement.Find(new ElfBytes(content)));
    }

    /// <summary>Looks at a file that is never whole in memory: only the parts that matter are read.</summary>
    /// <param name="file">A regular file on the disk.</param>
    /// <param name="findings">Receives what is learnt.</param>
    public static void LookAtLarge(PackFile file, PackFindings findings)
    {
        using var handle = FileContent.Open(file);
        findings.RequireGlibc(GlibcRequirement.Find(new ElfBytes(handle)));
    }
}
