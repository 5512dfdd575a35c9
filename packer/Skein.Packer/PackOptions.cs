namespace Skein.Packer;

/// <summary>
/// What to pack and how. At most one of <see cref="Name"/> and <see cref="Prefix"/> is set; with none of them the active environment
/// (<c>CONDA_PREFIX</c> or <c>VIRTUAL_ENV</c>; of two the one that comes first on <c>PATH</c>) is packed.
/// </summary>
public sealed record PackOptions
{
    /// <summary>Name of a conda environment; <c>base</c> is the installation itself. Default null.</summary>
    public string? Name { get; init; }

    /// <summary>Directory of the environment. Default null.</summary>
    public string? Prefix { get; init; }

    /// <summary>Default null: found out from what is in the directory. <see cref="EnvironmentKind.Folder"/> is never found out, only asked for.</summary>
    public EnvironmentKind? Kind { get; init; }

    /// <summary>
    /// Archive to write; <c>-</c> for the standard output. Default null: the source's name with the format's suffix, in the current directory.
    /// </summary>
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

    /// <summary>What becomes of packages installed in editable mode. Default: a problem.</summary>
    public EditablePolicy EditablePackages { get; init; }

    /// <summary>Whether files that a package lists and the environment lacks are passed over. Default false: a problem.</summary>
    public bool IgnoreMissingFiles { get; init; }

    /// <summary>
    /// Whether the interpreter a virtual environment was made from is packed with it, without its tests and what is only for building
    /// extensions. Default false: a warning. Refused for everything but virtual environments.
    /// </summary>
    public bool IncludePython { get; init; }

    /// <summary>Whether a .NET application that needs an installed runtime is packed. Default false: a problem.</summary>
    public bool AllowFrameworkDependent { get; init; }

    /// <summary>Whether a zip archive stores links as links. Default false: as copies of what they lead to.</summary>
    public bool ZipSymlinks { get; init; }

    /// <summary>Whether a zip archive may use the extension for more than 65,535 entries or 4 GiB. Default true.</summary>
    public bool AllowZip64 { get; init; } = true;

    /// <summary>Names of a parcel; used by <see cref="ArchiveFormat.Parcel"/> only.</summary>
    public ParcelOptions Parcel { get; init; } = new();

    /// <summary>Whether compressed blocks of earlier archives are used again, and those of this one kept. Default true.</summary>
    public bool UseCache { get; init; } = true;

    /// <summary>Directory of those blocks. Default null: <c>skein/blocks</c> in <c>XDG_CACHE_HOME</c>, else in <c>~/.cache</c>.</summary>
    public string? CacheDirectory { get; init; }

    /// <summary>Whether everything is done but the writing: problems, findings and size come out, no archive does. Default false.</summary>
    public bool DryRun { get; init; }

    /// <summary>
    /// Whether an existing output is replaced and a missing output directory created. Default false: both are errors. Devices are never
    /// replaced, and directories only when they are empty or environments. Of a link the link is replaced, not what it leads to.
    /// </summary>
    public bool Force { get; init; }

    /// <summary>Whether problems of the output are found. Default true; without it there is only a dry run.</summary>
    public bool CheckOutput { get; init; } = true;

    /// <summary>Which files to leave out or take back, in order. Default none: everything is packed.</summary>
    public IReadOnlyList<FileFilter> Filters { get; init; } = [];
}
