using Microsoft.Win32.SafeHandles;
using Skein.Packer.Inventory;

namespace Skein.Packer.Relocation;

/// <summary>Leaves files as they are; only links into the packed directory become relative.</summary>
/// <param name="root">The packed directory.</param>
internal sealed class NoRelocation(InstalledPrefix root) : IRelocation
{
    public string Identity => $"none {root.Path}";

    public bool ChangesContent => false;

    public bool DependsOnPath => false;

    public bool MayChange(PackFile file, ReadOnlySpan<byte> content) => false;

    public Relocated Relocate(PackFile file, ReadOnlySpan<byte> content) => default;

    public Patched RelocateLarge(PackFile file, SafeFileHandle content) => new([], null);

    public string RelocateLink(PackFile link) => LinkRelocation.MakeRelative(link.LinkTarget, link.Directory, root);
}
