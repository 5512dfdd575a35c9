using Skein.Packer.Inspection;

namespace Skein.Packer.Inventory;

/// <summary>Where an entry comes from: one of four places.</summary>
internal abstract record FileOrigin
{
    /// <summary>A listed tree, in which it lies at the path that it has in the archive. One origin serves all files of a tree.</summary>
    /// <param name="Root">Absolute path of the tree.</param>
    public sealed record Tree(string Root) : FileOrigin;

    /// <summary>Another place of the disk.</summary>
    /// <param name="Path">Absolute path of the entry itself.</param>
    public sealed record Elsewhere(string Path) : FileOrigin;

    /// <summary>Memory: it is on no disk.</summary>
    /// <param name="Content">All of it.</param>
    public sealed record Memory(byte[] Content) : FileOrigin;

    /// <summary>Memory, once all other files have been read; such entries are the last ones.</summary>
    /// <param name="Make">Makes the content of what was learnt.</param>
    public sealed record Late(Func<PackFindings, byte[]> Make) : FileOrigin;
}
