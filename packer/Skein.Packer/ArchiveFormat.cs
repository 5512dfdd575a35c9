namespace Skein.Packer;

/// <summary>Format of the archive.</summary>
public enum ArchiveFormat
{
    /// <summary>By the suffix of the output; without an output, <see cref="TarGz"/>.</summary>
    Infer = 0,

    /// <summary>A tar archive in one gzip member (<c>.tar.gz</c>, <c>.tgz</c>): what YARN unpacks by itself.</summary>
    TarGz = 1,

    /// <summary>A tar archive (<c>.tar</c>), which YARN unpacks too.</summary>
    Tar = 2,

    /// <summary>A tar archive in bzip2 streams (<c>.tar.bz2</c>, <c>.tbz2</c>); YARN does not unpack it.</summary>
    TarBz2 = 3,

    /// <summary>A zip archive (<c>.zip</c>). YARN unpacks it without modes and links, so prefer <see cref="TarGz"/> there.</summary>
    Zip = 4,

    /// <summary>A directory tree; conda-pack calls it <c>no-archive</c>.</summary>
    Folder = 5,

    /// <summary>A Cloudera parcel (<c>.parcel</c>): a gzipped tar archive with a description, for one destination.</summary>
    Parcel = 6,
}
