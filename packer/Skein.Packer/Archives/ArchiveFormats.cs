namespace Skein.Packer.Archives;

/// <summary>Chooses format and name of the output.</summary>
internal static class ArchiveFormats
{
    /// <summary>Checks that the output's name and the asked-for format go together, and completes the one by the other.</summary>
    /// <returns>The format, and the absolute path of the archive.</returns>
    public static (ArchiveFormat Format, string Output) Resolve(PackOptions options, string sourceRoot)
    {
        if (options.Format is not (ArchiveFormat.Infer or ArchiveFormat.TarGz))
            throw new PackException($"The archive format '{options.Format}' is not known");
        if (options.Output is not { Length: > 0 } output)
        {
            var name = Path.GetFileName(sourceRoot);
            return (ArchiveFormat.TarGz, Path.GetFullPath($"{(name.Length == 0 ? "root" : name)}.tar.gz"));
        }

        if (options.Format == ArchiveFormat.Infer
            && !output.EndsWith(".tar.gz", StringComparison.Ordinal) && !output.EndsWith(".tgz", StringComparison.Ordinal))
            throw new PackException($"The suffix of '{output}' is not one of a known format (.tar.gz, .tgz); choose one of them");
        return (ArchiveFormat.TarGz, Path.GetFullPath(output));
    }
}
