using Skein.Packer;

namespace Skein.Cli.Packing;

/// <summary>What the command line calls the values of the packer.</summary>
internal static class PackWords
{
    public static WordList<ArchiveFormat> Formats { get; } = new(
        ("infer", ArchiveFormat.Infer),
        ("tar.gz", ArchiveFormat.TarGz),
        ("tgz", ArchiveFormat.TarGz),
        ("tar", ArchiveFormat.Tar),
        ("tar.bz2", ArchiveFormat.TarBz2),
        ("tbz2", ArchiveFormat.TarBz2),
        ("zip", ArchiveFormat.Zip),
        ("parcel", ArchiveFormat.Parcel),
        ("folder", ArchiveFormat.Folder),
        ("no-archive", ArchiveFormat.Folder));

    public static WordList<EnvironmentKind> Kinds { get; } = new(
        ("conda", EnvironmentKind.Conda),
        ("venv", EnvironmentKind.Venv),
        ("dotnet", EnvironmentKind.DotNet),
        ("folder", EnvironmentKind.Folder));

    public static WordList<EditablePolicy> Editable { get; } = new(
        ("refuse", EditablePolicy.Refuse),
        ("ignore", EditablePolicy.Ignore),
        ("include", EditablePolicy.Include));

    /// <summary>What a sentence calls a kind of environment.</summary>
    public static string Noun(EnvironmentKind kind) => kind switch
    {
        EnvironmentKind.Conda => "conda environment",
        EnvironmentKind.Venv => "virtual environment",
        EnvironmentKind.DotNet => ".NET application",
        _ => "folder",
    };
}
