namespace Skein.Packer.Inventory;

/// <summary>What an entry of the archive is.</summary>
internal enum PackFileKind
{
    Regular,
    SymbolicLink,
    HardLink,
    Directory,
}
