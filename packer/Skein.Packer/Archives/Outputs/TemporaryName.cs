namespace Skein.Packer.Archives.Outputs;

/// <summary>Names of outputs that are not complete.</summary>
internal static class TemporaryName
{
    public const string Prefix = ".skein-pack-";
    public const string Suffix = ".part";

    /// <summary>What the names of files begin with that <c>skein unpack</c> has not put in their places yet.</summary>
    public const string UnpackPrefix = ".skein-unpack-";

    /// <summary>Whether a file is, or lies in, an output that was not completed, of this run or of one that was killed.</summary>
    /// <param name="path">Path below the packed directory.</param>
    public static bool IsIn(string path)
    {
        foreach (var range in path.AsSpan().Split('/'))
        {
            var name = path.AsSpan(range);
            if (name.StartsWith(UnpackPrefix, StringComparison.Ordinal)
                || (name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(Suffix, StringComparison.Ordinal)))
                return true;
        }

        return false;
    }
}
