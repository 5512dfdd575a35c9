namespace Skein.Packer;

/// <summary>Formats by the suffixes of their archives.</summary>
public static class ArchiveFormats
{
    private const string NotForYarn =
        "not written: YARN does not unpack it; choose tar.gz, or pack with --format tar -o - into a program that compresses, such as zstd";

    private static readonly (string Suffix, ArchiveFormat Format)[] Suffixes =
    [
        (".parcel", ArchiveFormat.Parcel),
        (".zip", ArchiveFormat.Zip),
        (".tar.gz", ArchiveFormat.TarGz),
        (".tgz", ArchiveFormat.TarGz),
        (".tar.bz2", ArchiveFormat.TarBz2),
        (".tbz2", ArchiveFormat.TarBz2),
        (".tar", ArchiveFormat.Tar),
        (".no-archive", ArchiveFormat.Folder),
    ];

    private static readonly string[] NotWritten = ["tar.xz", "txz", "tar.zst", "tzst", "squashfs"];

    /// <summary>Why there is no such format although conda-pack has it.</summary>
    /// <param name="name">Such as <c>tar.zst</c>.</param>
    /// <returns>The end of a sentence that begins with the name; null for a format that is written, and for one that nobody knows.</returns>
    public static string? WhyNot(string name) => NotWritten.Contains(name) ? NotForYarn : null;

    /// <summary>Checks that the output's name and the asked-for format go together, and chooses the format.</summary>
    /// <exception cref="PackException">They do not, or the name has no known suffix.</exception>
    internal static ArchiveFormat Choose(PackOptions options)
    {
        if (options.Output is not { } output || output == "-")
            return options.Format == ArchiveFormat.Infer ? ArchiveFormat.TarGz : options.Format;
        var isParcel = output.EndsWith(".parcel", StringComparison.Ordinal);
        if (isParcel && options.Format is not (ArchiveFormat.Infer or ArchiveFormat.TarGz or ArchiveFormat.Parcel))
            throw new PackException($"A parcel is a gzipped tar archive; give '{output}' another suffix, or leave --format out");
        if (isParcel)
            return ArchiveFormat.Parcel;
        return options.Format == ArchiveFormat.Infer ? BySuffix(output) : options.Format;
    }

    /// <summary>Completes the output's name.</summary>
    /// <param name="options">What is asked for.</param>
    /// <param name="format">The format.</param>
    /// <param name="name">Name of the archive without its suffix, if none is asked for.</param>
    /// <returns>Absolute path, or <c>-</c>.</returns>
    internal static string OutputOf(PackOptions options, ArchiveFormat format, string name)
    {
        if (options.Output == "-")
            return "-";
        return options.Output is { } output
            ? Path.TrimEndingDirectorySeparator(Path.GetFullPath(output))
            : Path.GetFullPath(name + SuffixOf(format));
    }

    /// <summary>Tells of a name that says another format than the one that is written.</summary>
    /// <param name="output">What is asked for as the output; null for a name of our own.</param>
    /// <param name="format">The format.</param>
    /// <returns>A sentence; null when they agree, or the name says nothing.</returns>
    internal static string? FindDisagreement(string? output, ArchiveFormat format)
    {
        foreach (var (suffix, named) in Suffixes)
        {
            if (output != null && output.EndsWith(suffix, StringComparison.Ordinal))
                return named == format ? null : $"The output '{output}' ends like another format than the one that is written; give it the suffix {SuffixOf(format)}, or leave --format out";
        }

        return null;
    }

    private static string SuffixOf(ArchiveFormat format)
    {
        foreach (var known in Suffixes)
        {
            if (known.Format == format)
                return known.Suffix;
        }

        throw new ArgumentOutOfRangeException(nameof(format), format, "A format without a suffix");
    }

    private static ArchiveFormat BySuffix(string output)
    {
        foreach (var (suffix, format) in Suffixes)
        {
            if (output.EndsWith(suffix, StringComparison.Ordinal))
                return format;
        }

        if (NotWritten.FirstOrDefault(name => output.EndsWith($".{name}", StringComparison.Ordinal)) is { } lacking)
            throw new PackException($"The archive '{output}' would be {lacking}, which is {NotForYarn}");
        throw new PackException($"The suffix of '{output}' is not one of a known format ({string.Join(", ", Array.ConvertAll(Suffixes, static known => known.Suffix))}); choose one of them, or say which with --format");
    }
}
