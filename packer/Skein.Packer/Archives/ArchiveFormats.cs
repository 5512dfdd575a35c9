namespace Skein.Packer.Archives;

/// <summary>Chooses format and name of the output.</summary>
internal static class ArchiveFormats
{
    /// <summary>Checks that the output's name and the asked-for format go together, and completes the one by the other.</summary>
    /// <returns>Absolute path of the archive.</returns>
    public static string ResolveOutput(PackOptions options, string sourceRoot)
    {
        if (options.Format is not (ArchiveFormat.Infer or ArchiveFormat.TarGz))
            throw new PackException($"The archive format '{options.Format}' is not known");
        if (options.Output is not { Length: > 0 } output)
        {
            var name = Path.GetFileName(sourceRoot);
            return Path.GetFullPath($"{(name.Length == 0 ? "root" : name)}.tar.gz");
        }

        if (options.Format == ArchiveFormat.Infer
            && !output.EndsWith(".tar.gz", StringComparison.Ordinal) && !output.EndsWith(".tgz", StringComparison.Ordinal))
            throw new PackException($"The suffix of '{output}' is not one of a known format (.tar.gz, .tgz); choose one of them");
        return Path.GetFullPath(output);
    }
}
