using Skein.Packer.Archives;
using Skein.Packer.Environments;
using Skein.Packer.Inventory;
using Skein.Packer.Unpacking;

namespace Skein.Packer.Planning;

/// <summary>Finds what stands against writing the output.</summary>
internal static class OutputCheck
{
    // What no directory has that someone fills by hand. A home directory has a `.skein`, but not this file in it.
    private static readonly string[] MarksOfEnvironments = [RelocationState.Path, "conda-meta", "pyvenv.cfg"];

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
        if (!options.CheckOutput)
            return [];
        if (output == "-")
        {
            return !options.DryRun && host.IsTerminal()
                ? [new PackProblem("The archive would go to the terminal; redirect it to a file or a program, or name a file with --output")]
                : [];
        }

        var problems = new List<PackProblem>();
        if (Path.Exists(output) && FindInTheWay(pack, options.Force) is { } inTheWay)
            problems.Add(new PackProblem($"The output '{output}' {inTheWay}"));
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

    // Why what has the output's name already is not replaced, as the end of a sentence.
    private static string? FindInTheWay(PreparedPack pack, bool force)
    {
        var (output, isFolder) = (pack.Output, pack.Format == ArchiveFormat.Folder);
        var isDirectory = Directory.Exists(output);
        if (!isDirectory && IsDevice(output))
            return "is a device, pipe or socket, which no archive replaces; use -o - and redirect";
        if (!isFolder && isDirectory)
            return "is a directory; give the name of a file";
        if (!force)
            return "exists; choose another, or replace it with --force";
        if (!isFolder)
            return null;
        if (!isDirectory)
            return "is a file, which no folder replaces; choose another with --output";
        if (InstallationSite.Holds(output, pack.Source.Root))
            return "holds what is packed and would replace it; choose another with --output";
        return IsReplaceable(output, pack.Layout)
            ? null
            : "is a directory that is neither empty nor an environment, which is not replaced; remove it yourself, or choose another with --output";
    }

    // A standard stream is a link in /dev, to a file even, that every program of the machine counts on.
    private static bool IsDevice(string output) => FileStatus.IsSpecial(output) || Path.GetDirectoryName(output) == "/dev";

    private static bool IsReplaceable(string directory, ArchiveLayout layout)
    {
        // A link goes alone; what it leads to stays.
        if (new FileInfo(directory).LinkTarget != null)
            return true;
        foreach (var mark in MarksOfEnvironments)
        {
            if (Path.Exists(Path.Combine(directory, mark)) || Path.Exists(Path.Combine(directory, layout.PathOf(mark))))
                return true;
        }

        try
        {
            return !Directory.EnumerateFileSystemEntries(directory).Any();
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }

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
