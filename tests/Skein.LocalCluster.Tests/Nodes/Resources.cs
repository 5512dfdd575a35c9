using Skein.Hadoop.Yarn;
using Skein.Hadoop.Yarn.Protocol;

namespace Skein.LocalCluster.Tests.Nodes;

/// <summary>Local files as resources of containers.</summary>
internal static class Resources
{
    public static StringLocalResourceMapProto Of(
        string link,
        string path,
        LocalResourceTypeProto type = LocalResourceTypeProto.File,
        LocalResourceVisibilityProto visibility = LocalResourceVisibilityProto.Application) => new()
        {
            Key = link,
            Value = new LocalResourceProto
            {
                Resource = LocalResources.Address("file", "", 0, path),
                Size = File.Exists(path) ? new FileInfo(path).Length : 0,
                Timestamp = new DateTimeOffset(File.GetLastWriteTimeUtc(path)).ToUnixTimeMilliseconds(),
                Type = type,
                Visibility = visibility,
            },
        };
}
