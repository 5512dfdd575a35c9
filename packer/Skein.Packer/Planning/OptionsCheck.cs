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
        if (options.DestinationPrefix?.TrimEnd('/').Length == 0)
            throw new PackException("The destination prefix is empty; give the directory the archive will be unpacked in");
        if (options.Name != null && options.Prefix != null)
            throw new PackException("Give only one of an environment's name and its prefix");
    }
}
