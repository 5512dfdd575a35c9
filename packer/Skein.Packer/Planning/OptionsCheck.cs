namespace Skein.Packer.Planning;

/// <summary>Refuses options that are out of range or contradict each other.</summary>
internal static class OptionsCheck
{
    /// <exception cref="PackException">Names the first option that can not be followed.</exception>
    public static void Check(PackOptions options)
    {
        if (options.CompressLevel is < 0 or > 9)
            throw new PackException($"The compression level {options.CompressLevel} is not between 0 and 9");
        if (options.ThreadCount is 0 or < -1)
            throw new PackException($"The number of threads {options.ThreadCount} is neither positive nor -1 (one for each processor)");
        if (options.DestinationPrefix != null)
            CheckDestination(options.DestinationPrefix);
        if (options.Output is "")
            throw new PackException("The output is empty; give the name of a file, or - for the standard output");
        if (options.Name != null && options.Prefix != null)
            throw new PackException("Give only one of an environment's name and its prefix");
        CheckFormat(options, ArchiveFormats.Choose(options));
    }

    // It goes into first lines, configuration and code as it is.
    private static void CheckDestination(string destination)
    {
        const string Advice = "give the directory the archive will be unpacked in";
        if (destination.Length == 0)
            throw new PackException($"The destination prefix is empty; {Advice}");
        if (destination.AsSpan().ContainsAny('\n', '\r', '\0'))
            throw new PackException($"The destination prefix has a line break or a NUL in it, which no first line of a script can hold; {Advice}");
        if (destination.Trim('/').Length == 0)
            throw new PackException($"The destination prefix '{destination}' is the root of all directories, which is no place for an environment; {Advice}");
        if (destination[0] == '~')
            throw new PackException($"The destination prefix '{destination}' begins with a '~' that the shell did not replace; give the whole path");
        foreach (var part in destination.Split('/'))
        {
            if (part == "..")
                throw new PackException($"The destination prefix '{destination}' has '..' in it, which leads elsewhere behind a link; give the path without it");
        }
    }

    private static void CheckFormat(PackOptions options, ArchiveFormat format)
    {
        if (format == ArchiveFormat.Folder && options.Output == "-")
            throw new PackException("A folder can not go to the standard output; choose a tar archive, or the name of a directory");
        if (format != ArchiveFormat.Parcel)
            return;
        if (options.ArcRoot.Trim('/').Length > 0)
            throw new PackException("A parcel lies in a directory of its own name inside the archive; leave --arcroot out");
        if (options.DestinationPrefix != null)
            throw new PackException("A parcel is unpacked in a directory of its own name; give the directory of all parcels with --parcel-root instead of --dest-prefix");
    }
}
