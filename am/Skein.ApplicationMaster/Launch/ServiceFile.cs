using Skein.Hadoop.Yarn;
using Skein.Hadoop.Yarn.Protocol;
using Visibility = Skein.Protocol.File.Types.Visibility;

namespace Skein.ApplicationMaster.Launch;

/// <summary>Writes a file of the specification as NodeManagers read it.</summary>
internal static class ServiceFile
{
    public static LocalResourceProto Write(Skein.Protocol.File file) => new()
    {
        Resource = LocalResources.Address(file.Source.Scheme, file.Source.Host, file.Source.Port, file.Source.File),
        Size = file.Size,
        Timestamp = file.Timestamp,
        Type = file.Type == Skein.Protocol.File.Types.Type.Archive ? LocalResourceTypeProto.Archive : LocalResourceTypeProto.File,
        Visibility = file.Visibility switch
        {
            Visibility.Public => LocalResourceVisibilityProto.Public,
            Visibility.Private => LocalResourceVisibilityProto.Private,
            _ => LocalResourceVisibilityProto.Application,
        },
    };
}
