namespace Skein.LocalCluster.Nodes.Localisation;

/// <summary>Names of resources in a working directory.</summary>
internal static class ResourceLinks
{
    /// <summary>Refuses names that lead out of the working directory. YARN itself lets <c>..</c> pass.</summary>
    /// <exception cref="LocalisationException">The name can not be used.</exception>
    public static void Verify(string link)
    {
        if (link.StartsWith('/'))
            throw new LocalisationException($"Resource '{link}': Destination must be relative");
        if (link.Length == 0 || link.Contains('\0', StringComparison.Ordinal))
            throw new LocalisationException($"Resource '{link}': its name can not be that of a file");
        foreach (var part in link.Split('/'))
        {
            if (part == "..")
                throw new LocalisationException($"Resource '{link}': its name leads out of the container's directory; leave the '..' out");
        }
    }
}
