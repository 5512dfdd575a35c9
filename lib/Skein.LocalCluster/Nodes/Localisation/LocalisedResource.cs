namespace Skein.LocalCluster.Nodes.Localisation;

/// <summary>A resource of a container.</summary>
/// <param name="Link">Its name in the working directory; may have directories before it.</param>
/// <param name="Lease">Where it is.</param>
internal sealed record LocalisedResource(string Link, ResourceLease Lease);
