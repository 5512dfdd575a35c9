using Skein.Packer.Environments;
using Skein.Packer.Inventory;

namespace Skein.Packer.Planning;

/// <summary>Finds what stands against writing the output.</summary>
internal static class OutputCheck
{
    // Deflate makes at best 1 byte of this many.
    private const int MostDeflated = 1032;

    // What environments compress to, rounded up.
    private const int UsualShare = 3;

    /// <param name="pack">What is written, and where.</param>
    /// <param name="options">Whether the output is replaced, and how much it is compressed.</param>
    /// <param name="host">Knows who reads the standard output.</param>
    /// <param name="warnings">Receives a sentence if the disk may be too small.</param>
    public static IEnumerable<PackProblem> Find(PreparedPack pack, PackOptions options, PackHost host, ICollection<string> warnings)
    {
        var (output, format, contentLength) = (pack.Output, pack.Format, pack.ContentLength);
        if (output == "-")
        {
            return !options.DryRun && host.IsTerminal()
                ? [new PackProblem("The archive would go to the terminal; redirect it to a file or a program, or name a file with --output")]
                : [];
        }

        var problems = new List<PackProblem>();
        if (format != ArchiveFormat.Folder && Directory.Exists(output))
            problems.Add(new PackProblem($"The output '{output}' is a directory; give the name of a file"));
        else if (!options.Force && Path.Exists(output))
            problems.Add(new PackProblem($"The output '{output}' exists; choose another, or replace it with --force"));
        else if (format == ArchiveFormat.Folder && File.Exists(output))
            problems.Add(new PackProblem($"The output '{output}' is a file, which no folder replaces; choose another with --output"));
        else if (format == ArchiveFormat.Folder && InstallationSite.Holds(output, pack.Source.Root))
            problems.Add(new PackProblem($"The output '{output}' holds what is packed and would replace it; choose another with --output"));
        var directory = Path.GetDirectoryName(output) ?? "/";
        var existing = NearestExisting(directory);
        if (!Directory.Exists(existing))
            problems.Add(new PackProblem($"The output '{output}' can not be written: '{existing}' is not a directory"));
        else if (existing != directory && !options.Force)
            problems.Add(new PackProblem($"The directory of the output '{output}' does not exist; create it, or have it created with --force"));
        else if (!FileAccessCheck.MayCreateIn(existing))
            problems.Add(new PackProblem($"The directory '{existing}' of the output is not writable; choose another with --output"));
        else if (CheckSpace(existing, LeastLength(format, options.CompressLevel, contentLength), contentLength, warnings) is { } problem)
            problems.Add(problem);
        return problems;
    }

    /// <summary>The least that an archive takes whatever is in the files.</summary>
    internal static long LeastLength(ArchiveFormat format, int compressLevel, long contentLength) => format switch
    {
        ArchiveFormat.Folder or ArchiveFormat.Tar => contentLength,
        ArchiveFormat.TarBz2 => 0,
        _ => compressLevel == 0 ? contentLength : contentLength / MostDeflated,
    };

    private static PackProblem? CheckSpace(string directory, long least, long contentLength, ICollection<string> warnings)
    {
        var disk = new DriveInfo(directory);
        // A file system of the kernel has no size and may take writing all the same.
        if (disk.TotalSize == 0)
            return null;
        var free = disk.AvailableFreeSpace;
        if (free < least)
            return new PackProblem($"The disk of '{directory}' has {free} bytes left, the archive takes at least {least}; make room, or choose another with --output");
        if (free < contentLength / UsualShare)
            warnings.Add($"The disk of '{directory}' has {free} bytes left, which may be too little for what {contentLength} bytes compress to");
        return null;
    }

    private static string NearestExisting(string directory)
    {
        while (!Path.Exists(directory) && Path.GetDirectoryName(directory) is { } parent)
            directory = parent;
        return directory;
    }
}
