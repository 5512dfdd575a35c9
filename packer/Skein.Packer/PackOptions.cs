namespace Skein.Packer;

/// <summary>
/// What to pack and how. At most one of <see cref="Name"/>, <see cref="Prefix"/> and <see cref="Folder"/> is set;
/// with none of them the active conda environment (<c>CONDA_PREFIX</c>) is packed.
/// </summary>
public sealed record PackOptions
{
    /// <summary>Name of a conda environment; <c>base</c> is the installation itself. Default null.</summary>
    public string? Name { get; init; }

    /// <summary>Directory of a conda environment. Default null.</summary>
    public string? Prefix { get; init; }

    /// <summary>Directory to pack as it is, without looking for an environment in it. Default null.</summary>
    public string? Folder { get; init; }

    /// <summary>Archive to write. Default null: the source's name with the format's suffix, in the current directory.</summary>
    public string? Output { get; init; }

    /// <summary>Format of the archive. Default: by the suffix of <see cref="Output"/>.</summary>
    public ArchiveFormat Format { get; init; }

    /// <summary>0 (stored) to 9 (smallest). Default 4.</summary>
    public int CompressLevel { get; init; } = 4;

    /// <summary>Threads that read, rewrite and compress; −1 for one per processor this process may use. Default −1.</summary>
    public int ThreadCount { get; init; } = -1;

    /// <summary>Directory inside the archive that everything is put under. Default empty: the top.</summary>
    public string ArcRoot { get; init; } = "";

    /// <summary>
    /// Directory the archive will be unpacked in. Every recorded prefix is rewritten to it and the result runs only there.
    /// Default null: the environment is made to run wherever it is unpacked.
    /// </summary>
    public string? DestinationPrefix { get; init; }

    /// <summary>Whether packages installed in editable mode, whose files lie elsewhere, are passed over in silence. Default false: an error.</summary>
    public bool IgnoreEditablePackages { get; init; }

    /// <summary>Whether files that a package lists and the environment lacks are passed over. Default false: an error.</summary>
    public bool IgnoreMissingFiles { get; init; }

    /// <summary>Whether an existing output is replaced and a missing output directory created. Default false: both are errors.</summary>
    public bool Force { get; init; }

    /// <summary>Which files to leave out or take back, in order. Default none: everything is packed.</summary>
    public IReadOnlyList<FileFilter> Filters { get; init; } = [];
}
