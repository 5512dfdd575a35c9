using static System.IO.UnixFileMode;

namespace Skein.LocalCluster.Nodes.Localisation;

/// <summary>Permissions of localised resources: whatever a file had, everything can be run and nothing be overwritten.</summary>
/// <param name="File">Of files.</param>
/// <param name="Directory">Of directories. The owner can add files to them.</param>
internal sealed record ResourceModes(UnixFileMode File, UnixFileMode Directory)
{
    /// <summary>0500 and 0700.</summary>
    public static ResourceModes Private { get; } = new(UserRead | UserExecute, UserRead | UserWrite | UserExecute);

    /// <summary>0555 and 0755.</summary>
    public static ResourceModes Public { get; } = new(
        UserRead | UserExecute | GroupRead | GroupExecute | OtherRead | OtherExecute,
        UserRead | UserWrite | UserExecute | GroupRead | GroupExecute | OtherRead | OtherExecute);
}
