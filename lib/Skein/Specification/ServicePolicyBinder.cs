using Skein.Specification.Documents;
using Fields = Skein.Specification.SpecificationFields;

namespace Skein.Specification;

/// <summary>Reads how containers of a service start, stop and are placed.</summary>
internal sealed class ServicePolicyBinder(SpecificationErrors errors)
{
    // Stand for what was reported as faulty.
    private const int AnyPort = 1;
    private const string AnyText = "faulty";

    public RestartSpec BindRestart(FieldReader service, FieldPath path)
    {
        var defaults = new RestartSpec();
        if (Child(service, path, Fields.Restart, Fields.OfRestart) is not { } fields)
            return defaults;
        return new RestartSpec
        {
            Backoff = fields.Duration(Fields.Backoff, defaults.Backoff),
            MaxBackoff = fields.Duration(Fields.MaxBackoff, defaults.MaxBackoff),
            Window = fields.Duration(Fields.Window, defaults.Window),
        };
    }

    public ReadinessSpec? BindReady(FieldReader service, FieldPath path)
    {
        if (Child(service, path, Fields.Ready, Fields.OfReady) is not { } fields)
            return null;
        var http = Child(fields, path.Field(Fields.Ready), Fields.Http, Fields.OfHttp);
        var defaults = new ReadinessSpec();
        return new ReadinessSpec
        {
            Key = fields.Child(Fields.Key) is null ? null : fields.Text(Fields.Key, AnyText),
            TcpPort = fields.Child(Fields.Tcp) is null ? null : fields.Integer(Fields.Tcp, AnyPort),
            HttpPort = http is null ? null : http.RequiredChild(Fields.Port) is null ? AnyPort : http.Integer(Fields.Port, AnyPort),
            HttpPath = http?.Text(Fields.Path, defaults.HttpPath) ?? defaults.HttpPath,
            Period = fields.Duration(Fields.Period, defaults.Period),
            Timeout = fields.Duration(Fields.Timeout, defaults.Timeout),
        };
    }

    public ContainerRuntimeSpec? BindContainer(FieldReader service, FieldPath path)
    {
        if (Child(service, path, Fields.Container, Fields.OfContainer) is not { } fields)
            return null;
        return new ContainerRuntimeSpec
        {
            Image = fields.RequiredChild(Fields.Image) is null ? AnyText : fields.Text(Fields.Image, AnyText),
            Mounts = fields.TextList(Fields.Mounts),
            Network = fields.Text(Fields.Network, ""),
        };
    }

    public PlacementSpec? BindPlacement(FieldReader service, FieldPath path)
    {
        if (Child(service, path, Fields.Placement, Fields.OfPlacement) is not { } fields)
            return null;
        return new PlacementSpec
        {
            Near = [.. fields.TextList(Fields.Near).Distinct(StringComparer.Ordinal)],
            Apart = [.. fields.TextList(Fields.Apart).Distinct(StringComparer.Ordinal)],
            MaxPerNode = fields.Integer(Fields.MaxPerNode, 0),
            MaxPerRack = fields.Integer(Fields.MaxPerRack, 0),
            Attributes = BindAttributes(fields),
        };
    }

    private List<NodeAttributeSpec> BindAttributes(FieldReader placement)
    {
        var attributes = new List<NodeAttributeSpec>();
        foreach (var (name, value, path) in placement.Map(Fields.Attributes))
        {
            if (value.Kind == DocumentKind.Text)
            {
                attributes.Add(new NodeAttributeSpec { Name = name, Value = value.Text });
            }
            else if (value.Kind == DocumentKind.Map)
            {
                var fields = new FieldReader(value, path, Fields.OfAttribute, errors);
                if (fields.RequiredChild(Fields.Not) is not null)
                    attributes.Add(new NodeAttributeSpec { Name = name, Value = fields.Text(Fields.Not, AnyText), Differs = true });
            }
            else
            {
                errors.Add(path, value.Position, $"must be text or {{{Fields.Not}: TEXT}}, not {FieldReader.Describe(value)}");
            }
        }

        return attributes;
    }

    private FieldReader? Child(FieldReader parent, FieldPath path, string name, string[] names) =>
        parent.Child(name) is { } value ? new FieldReader(value, path.Field(name), names, errors) : null;
}
