namespace Skein.Packer.Inventory;

/// <summary>Knows packages' files by their paths. Asked by several threads at once.</summary>
internal interface IFileOwners
{
    /// <param name="path">Path below the environment.</param>
    /// <returns>The owner's record of the file; null when no package owns it.</returns>
    OwnedFile? Find(ReadOnlySpan<char> path);
}
