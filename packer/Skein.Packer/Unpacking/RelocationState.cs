namespace Skein.Packer.Unpacking;

/// <summary>What an unpacked environment knows of the paths in its files.</summary>
/// <param name="Prefixes">
/// What the files may hold now, the empty string for what they were packed with: one, or more while an unpacking is under way or after
/// one that was broken off. Each file holds one of them.
/// </param>
/// <param name="Files">The files that hold a prefix, or would if they had not been made portable, in the order of their paths.</param>
internal sealed record RelocationState(IReadOnlyList<string> Prefixes, IReadOnlyList<PlacedFile> Files)
{
    /// <summary>Directory of the state below the environment.</summary>
    public const string Directory = ".skein";

    /// <summary>Path of the state below the environment.</summary>
    public const string Path = $"{Directory}/relocation.json";

    /// <summary>Stands for what the files were packed with.</summary>
    public const string AsPacked = "";
}
