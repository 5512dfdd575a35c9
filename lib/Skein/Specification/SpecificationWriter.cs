using System.Text;
using Skein.Specification.Documents;
using Fields = Skein.Specification.SpecificationFields;

namespace Skein.Specification;

/// <summary>Writes specifications so that <see cref="SpecificationReader"/> reads them back as they are.</summary>
/// <remarks>
/// Every field that skein 0.8.2 has is written, those with default values included; only what is null is left out. Fields that it does
/// not have are written where they differ from their defaults, because it refuses what it does not know. A private key that the
/// specification holds as bytes is part of the text: the result is a secret then.
/// </remarks>
public static class SpecificationWriter
{
    /// <summary>YAML in block style, with scripts as literal blocks where that keeps them exactly.</summary>
    public static string ToYaml(ApplicationSpec spec) => YamlWriter.Write(ToDocument(spec));

    /// <summary>Indented JSON.</summary>
    public static string ToJson(ApplicationSpec spec) => JsonWriter.Write(ToDocument(spec));

    private static DocumentValue ToDocument(ApplicationSpec spec) => Map(
        (Fields.Name, Text(spec.Name)),
        (Fields.Queue, Text(spec.Queue)),
        (Fields.User, Text(spec.User)),
        (Fields.NodeLabel, Text(spec.NodeLabel)),
        (Fields.MaxAttempts, DocumentValue.OfInteger(spec.MaxAttempts)),
        (Fields.Priority, Unless(0, spec.Priority)),
        (Fields.TimeLimit, Unless(TimeSpan.Zero, spec.TimeLimit)),
        (Fields.ApplicationType, Unless(ApplicationSpec.DefaultType, spec.ApplicationType)),
        (Fields.Tags, List(spec.Tags)),
        (Fields.FileSystems, List(spec.FileSystems)),
        (Fields.Security, spec.Security is { } keytab ? ToDocument(keytab) : null),
        (Fields.Logs, spec.Logs == new LogAggregationSpec() ? null : ToDocument(spec.Logs)),
        (Fields.Acls, ToDocument(spec.Acls)),
        (Fields.Master, ToDocument(spec.Master)),
        (Fields.Services, Map(spec.Services, ToDocument)));

    private static DocumentValue ToDocument(KeytabSpec keytab) => Map(
        (Fields.Principal, Text(keytab.Principal)),
        (Fields.Keytab, ToDocument(keytab.Keytab)));

    private static DocumentValue ToDocument(LogAggregationSpec logs) => Map(
        (Fields.Include, Unless("", logs.Include)),
        (Fields.Exclude, Unless("", logs.Exclude)),
        (Fields.RolledInclude, Unless("", logs.RolledInclude)),
        (Fields.RolledExclude, Unless("", logs.RolledExclude)));

    private static DocumentValue ToDocument(AclsSpec acls) => Map(
        (Fields.Enable, DocumentValue.OfBoolean(acls.Enable)),
        (Fields.ViewUsers, List(acls.ViewUsers)),
        (Fields.ViewGroups, List(acls.ViewGroups)),
        (Fields.ModifyUsers, List(acls.ModifyUsers)),
        (Fields.ModifyGroups, List(acls.ModifyGroups)),
        (Fields.UiUsers, List(acls.UiUsers)));

    private static DocumentValue ToDocument(MasterSpec master) => Map(
        (Fields.Resources, ToDocument(master.Resources)),
        (Fields.Script, Text(master.Script)),
        (Fields.Files, Map(master.Files, ToDocument)),
        (Fields.Env, Map(master.Env, static value => Text(value))),
        (Fields.LogLevel, Text(SpecificationNames.Of(SpecificationNames.LogLevels, master.LogLevel))),
        (Fields.LogConfig, master.LogConfig is { } log ? ToDocument(log) : null),
        (Fields.Security, master.Security is { } security ? ToDocument(security) : null));

    private static DocumentValue ToDocument(ServiceSpec service) => Map(
        (Fields.Resources, ToDocument(service.Resources)),
        (Fields.Script, Text(service.Script)),
        (Fields.Instances, DocumentValue.OfInteger(service.Instances)),
        (Fields.Files, Map(service.Files, ToDocument)),
        (Fields.Env, Map(service.Env, static value => Text(value))),
        (Fields.Depends, List(service.Depends)),
        (Fields.MaxRestarts, DocumentValue.OfInteger(service.MaxRestarts)),
        (Fields.AllowFailures, DocumentValue.OfBoolean(service.AllowFailures)),
        (Fields.NodeLabel, Text(service.NodeLabel)),
        (Fields.Nodes, List(service.Nodes)),
        (Fields.Racks, List(service.Racks)),
        (Fields.RelaxLocality, DocumentValue.OfBoolean(service.RelaxLocality)),
        (Fields.Restart, service.Restart == new RestartSpec() ? null : ToDocument(service.Restart)),
        (Fields.Ready, service.Ready is { } ready ? ToDocument(ready) : null),
        (Fields.StopGrace, Unless(TimeSpan.Zero, service.StopGrace)),
        (Fields.TimeLimit, Unless(TimeSpan.Zero, service.TimeLimit)),
        (Fields.Container, service.Container is { } container ? ToDocument(container) : null),
        (Fields.Placement, service.Placement is { } placement ? ToDocument(placement) : null));

    private static DocumentValue ToDocument(RestartSpec restart)
    {
        var defaults = new RestartSpec();
        return Map(
            (Fields.Backoff, Unless(defaults.Backoff, restart.Backoff)),
            (Fields.MaxBackoff, Unless(defaults.MaxBackoff, restart.MaxBackoff)),
            (Fields.Window, Unless(defaults.Window, restart.Window)));
    }

    private static DocumentValue ToDocument(ReadinessSpec ready)
    {
        var defaults = new ReadinessSpec();
        return Map(
            (Fields.Key, ready.Key is { } key ? Text(key) : null),
            (Fields.Tcp, ready.TcpPort is { } tcp ? DocumentValue.OfInteger(tcp) : null),
            (Fields.Http, ready.HttpPort is { } http
                ? Map((Fields.Port, DocumentValue.OfInteger(http)), (Fields.Path, Unless(defaults.HttpPath, ready.HttpPath)))
                : null),
            (Fields.Period, Unless(defaults.Period, ready.Period)),
            (Fields.Timeout, Unless(defaults.Timeout, ready.Timeout)));
    }

    private static DocumentValue ToDocument(ContainerRuntimeSpec container) => Map(
        (Fields.Image, Text(container.Image)),
        (Fields.Mounts, container.Mounts.Count > 0 ? List(container.Mounts) : null),
        (Fields.Network, Unless("", container.Network)));

    private static DocumentValue ToDocument(PlacementSpec placement) => Map(
        (Fields.Near, placement.Near.Count > 0 ? List(placement.Near) : null),
        (Fields.Apart, placement.Apart.Count > 0 ? List(placement.Apart) : null),
        (Fields.MaxPerNode, Unless(0, placement.MaxPerNode)),
        (Fields.MaxPerRack, Unless(0, placement.MaxPerRack)),
        (Fields.Attributes, placement.Attributes.Count > 0 ? ToDocument(placement.Attributes) : null));

    private static DocumentValue ToDocument(IReadOnlyList<NodeAttributeSpec> attributes)
    {
        var entries = new List<DocumentEntry>(attributes.Count);
        foreach (var attribute in attributes)
        {
            var value = Text(attribute.Value);
            entries.Add(new DocumentEntry(Text(attribute.Name), attribute.Differs ? Map((Fields.Not, value)) : value));
        }

        return DocumentValue.OfMap(entries);
    }

    private static DocumentValue ToDocument(ResourcesSpec resources) => Map(
        (Fields.Memory, DocumentValue.OfInteger(resources.Memory)),
        (Fields.VCores, DocumentValue.OfInteger(resources.VCores)),
        (Fields.Gpus, DocumentValue.OfInteger(resources.Gpus)),
        (Fields.Fpgas, DocumentValue.OfInteger(resources.Fpgas)),
        (Fields.Custom, resources.Custom.Count > 0 ? Map(resources.Custom, ToDocument) : null));

    private static DocumentValue ToDocument(ResourceAmount amount) =>
        amount.Units.Length > 0 ? Text(amount.ToString()) : DocumentValue.OfInteger(amount.Value);

    private static DocumentValue ToDocument(FileSpec file) => Map(
        (Fields.Source, Text(file.Source)),
        (Fields.Type, Text(SpecificationNames.Of(SpecificationNames.FileTypes, file.Type))),
        (Fields.Visibility, Text(SpecificationNames.Of(SpecificationNames.FileVisibilities, file.Visibility))),
        (Fields.Size, DocumentValue.OfInteger(file.Size)),
        (Fields.Timestamp, DocumentValue.OfInteger(file.Timestamp)));

    private static DocumentValue ToDocument(SecuritySpec security) => Map(
        (Fields.CertFile, security.CertFile is { } certificate ? ToDocument(certificate) : null),
        (Fields.CertBytes, Text(security.CertBytes)),
        (Fields.KeyFile, security.KeyFile is { } key ? ToDocument(key) : null),
        (Fields.KeyBytes, Text(security.KeyBytes)));

    private static DocumentValue Text(string text) => DocumentValue.OfText(text);

    // PEM is ASCII, which the rules make sure of.
    private static DocumentValue? Text(ReadOnlyMemory<byte>? bytes) => bytes is { } text ? Text(Encoding.ASCII.GetString(text.Span)) : null;

    private static DocumentValue? Unless(string common, string text) => text == common ? null : Text(text);

    private static DocumentValue? Unless(int common, int number) => number == common ? null : DocumentValue.OfInteger(number);

    private static DocumentValue? Unless(TimeSpan common, TimeSpan duration) => duration == common ? null : Text(DurationText.Format(duration));

    private static DocumentValue List(IReadOnlyList<string> texts) => DocumentValue.OfList([.. texts.Select(Text)]);

    private static DocumentValue Map<T>(IReadOnlyDictionary<string, T> values, Func<T, DocumentValue> toDocument)
    {
        var fields = new List<(string Name, DocumentValue? Value)>(values.Count);
        foreach (var (name, value) in values)
            fields.Add((name, toDocument(value)));
        return Map([.. fields]);
    }

    private static DocumentValue Map(params ReadOnlySpan<(string Name, DocumentValue? Value)> fields)
    {
        var entries = new List<DocumentEntry>(fields.Length);
        foreach (var (name, value) in fields)
        {
            if (value is not null)
                entries.Add(new DocumentEntry(Text(name), value));
        }

        return DocumentValue.OfMap(entries);
    }
}
