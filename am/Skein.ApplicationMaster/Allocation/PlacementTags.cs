using Skein.Protocol;

namespace Skein.ApplicationMaster.Allocation;

/// <summary>Which services' containers carry their name as a tag.</summary>
internal static class PlacementTags
{
    /// <summary>Those that are placed by what runs where, and those that such placements look at.</summary>
    public static IReadOnlySet<string> Of(IDictionary<string, Service> services)
    {
        var tagged = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, service) in services)
        {
            if (service.Placement is not { } placement)
                continue;
            tagged.Add(name);
            tagged.UnionWith(placement.Near);
            tagged.UnionWith(placement.Apart);
        }

        return tagged;
    }
}
