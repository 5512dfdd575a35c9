namespace Skein.Packer.Inventory;

/// <summary>A file of this machine whatever its names are.</summary>
internal readonly record struct FileIdentity(ulong Device, ulong Inode);
