using Google.Protobuf;
using Skein.Protocol;

namespace Skein.ApplicationMaster.Allocation;

/// <summary>All that the ResourceManager looks at when it grants a request: a container of one shape serves any request of the same.</summary>
internal sealed record RequestShape
{
    private readonly ByteString _bytes;

    private RequestShape(ByteString bytes) => _bytes = bytes;

    public static RequestShape Of(Service service) => new(new Service
    {
        Resources = service.Resources,
        NodeLabel = service.NodeLabel,
        Nodes = { service.Nodes },
        Racks = { service.Racks },
        RelaxLocality = service.RelaxLocality,
        Placement = service.Placement,
    }.ToByteString());
}
