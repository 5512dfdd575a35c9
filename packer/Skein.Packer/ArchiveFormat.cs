namespace Skein.Packer;

/// <summary>Format of the archive.</summary>
public enum ArchiveFormat
{
    /// <summary>By the suffix of the output; without an output, <see cref="TarGz"/>.</summary>
    Infer = 0,

    /// <summary>A tar archive in one gzip member (<c>.tar.gz</c>, <c>.tgz</c>): what YARN unpacks by itself.</summary>
    TarGz = 1,
}
