using Google.Protobuf;
using Skein.Protocol;

namespace Skein.ApplicationMaster.Allocation;

/// <summary>All that the ResourceManager looks at when it grants a request: a container of one shape serves any request of the same.</summary>
internal sealed record RequestShape
{
    private readonly ByteString _bytes;
    private readonly string? _tag;

    private RequestShape(ByteString bytes, string? tag) => (_bytes, _tag) = (bytes, tag);

    /// <param name="service">What is asked for.</param>
    /// <param name="tag">As in <see cref="ContainerRequest.Tag"/>.</param>
    public static RequestShape Of(Service service, string? tag)
    {
        var asked = new Service
        {
            Resources = service.Resources,
            NodeLabel = service.NodeLabel,
            Nodes = { service.Nodes },
            Racks = { service.Racks },
            RelaxLocality = service.RelaxLocality,
            Placement = service.Placement,
        };
        return new RequestShape(asked.ToByteString(), tag);
    }
}
