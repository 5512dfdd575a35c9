namespace Skein.Packer.Inventory;

/// <summary>Why something that lies in the environment can not go into an archive.</summary>
internal enum UnpackableReason
{
    /// <summary>Its name, or the text of the link, is not UTF-8.</summary>
    NotUtf8,

    /// <summary>It may not be read, or the disk fails.</summary>
    Unreadable,

    /// <summary>It is a socket, a pipe or a device.</summary>
    Special,
}
