namespace Skein.Packer.Relocation;

/// <summary>Symbolic links.</summary>
internal static class LinkRelocation
{
    /// <summary>The same link without the prefix, if it leads below it by the prefix; else as it is.</summary>
    /// <param name="target">Text of the link.</param>
    /// <param name="directory">Directory of the link below the prefix.</param>
    /// <param name="prefix">The prefix.</param>
    public static string MakeRelative(string target, string directory, InstalledPrefix prefix) =>
        prefix.Below(target) is { } below && RelativePath.Normalize(below) is { } path
            ? RelativePath.Between(directory, path)
            : target;

    /// <summary>Whether a link leads out of the environment.</summary>
    /// <param name="target">Text of the link, after <see cref="MakeRelative"/>.</param>
    /// <param name="directory">Directory of the link below the environment.</param>
    public static bool LeadsOutside(string target, string directory) =>
        target.StartsWith('/') || RelativePath.Normalize($"{directory}/{target}") == null;
}
