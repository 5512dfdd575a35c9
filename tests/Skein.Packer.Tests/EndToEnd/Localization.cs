namespace Skein.Packer.Tests.EndToEnd;

/// <summary>How a NodeManager keeps what it has unpacked.</summary>
public enum Localization
{
    /// <summary>For one user or application: files 0500, directories 0700, owned by the user whose containers read them.</summary>
    Private,

    /// <summary>For everybody: files 0555, directories 0755, owned by the NodeManager's user; who reads them can write nothing.</summary>
    Public,
}
