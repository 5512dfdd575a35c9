using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Skein.Hadoop.Yarn.Protocol;

namespace Skein.LocalCluster.Nodes.Localisation;

/// <summary>What makes a localised resource the same as another: containers that ask for equal ones share the copy.</summary>
/// <param name="Scheme">Scheme of its URL, such as <c>file</c>.</param>
/// <param name="Authority">Host and port of its URL; empty: none.</param>
/// <param name="Path">Absolute path.</param>
/// <param name="Timestamp">When it was last changed, ms since the epoch.</param>
/// <param name="Type">Whether it is unpacked.</param>
/// <param name="Pattern">Which entries are taken out of a JAR of type PATTERN; empty: all.</param>
/// <param name="Visibility">Who shares the copy.</param>
internal sealed record ResourceKey(
    string Scheme,
    string Authority,
    string Path,
    long Timestamp,
    LocalResourceTypeProto Type,
    string Pattern,
    LocalResourceVisibilityProto Visibility)
{
    private const int AddressLength = 32;

    /// <summary>The URL as Hadoop writes it.</summary>
    public string Url => Authority.Length == 0 ? $"{Scheme}:{Path}" : $"{Scheme}://{Authority}{Path}";

    /// <summary>The key as a file name that tells nothing.</summary>
    public string Address => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture, $"{Url}\n{Timestamp}\n{(int)Type}\n{Pattern}"))))[..AddressLength];

    /// <summary>The key of a resource as a launch context names it. Without a scheme it is one of the machine's own files.</summary>
    /// <exception cref="LocalisationException">It has no absolute path.</exception>
    public static ResourceKey From(string link, LocalResourceProto resource)
    {
        var url = resource.Resource ?? new URLProto();
        if (!url.File.StartsWith('/'))
            throw new LocalisationException($"Resource '{link}': '{url.File}' is not an absolute path");
        var authority = url.Port > 0 ? string.Create(CultureInfo.InvariantCulture, $"{url.Host}:{url.Port}") : url.Host;
        return new ResourceKey(
            url.Scheme.Length == 0 ? "file" : url.Scheme, authority, url.File, resource.Timestamp, resource.Type, resource.Pattern,
            resource.Visibility);
    }
}
