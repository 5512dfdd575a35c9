using Microsoft.Win32.SafeHandles;
using Skein.Packer.Inventory;

namespace Skein.Packer.Relocation;

/// <summary>What packing changes in the files. Used by several threads at once.</summary>
internal interface IRelocation
{
    /// <summary>All that decides about the changes besides the file itself, in words: two relocations with one identity do the same.</summary>
    string Identity { get; }

    /// <summary>Whether there is a file whose content it changes.</summary>
    bool ChangesContent { get; }

    /// <summary>Whether what becomes of a file depends on its path, so that two names of one file may need two contents.</summary>
    bool DependsOnPath { get; }

    /// <summary>Whether a file of which only this is known can need a change: the quick answer, given for every file.</summary>
    bool MayChange(PackFile file, ReadOnlySpan<byte> content);

    /// <param name="file">The file, for which <see cref="MayChange"/> is true.</param>
    /// <param name="content">Its content.</param>
    Relocated Relocate(PackFile file, ReadOnlySpan<byte> content);

    /// <summary>The same for a file that is too large for memory: it keeps its size.</summary>
    /// <param name="file">The file, for a part of which <see cref="MayChange"/> is true.</param>
    /// <param name="content">Its content.</param>
    /// <exception cref="IOException">It can not be read.</exception>
    Patched RelocateLarge(PackFile file, SafeFileHandle content);

    /// <summary>The text a symbolic link is packed with.</summary>
    string RelocateLink(PackFile link);
}
