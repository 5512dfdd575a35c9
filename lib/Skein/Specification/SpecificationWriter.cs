using System.Text;
using Skein.Specification.Documents;
using Fields = Skein.Specification.SpecificationFields;

namespace Skein.Specification;

/// <summary>Writes specifications so that <see cref="SpecificationReader"/> reads them back as they are.</summary>
/// <remarks>
/// Every field is written, those with default values included; only what is null is left out. A private key that the specification
/// holds as bytes is part of the text: the result is a secret then.
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
        (Fields.Tags, List(spec.Tags)),
        (Fields.FileSystems, List(spec.FileSystems)),
        (Fields.Acls, ToDocument(spec.Acls)),
        (Fields.Master, ToDocument(spec.Master)),
        (Fields.Services, Map(spec.Services, ToDocument)));

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
        (Fields.RelaxLocality, DocumentValue.OfBoolean(service.RelaxLocality)));

    private static DocumentValue ToDocument(ResourcesSpec resources) => Map(
        (Fields.Memory, DocumentValue.OfInteger(resources.Memory)),
        (Fields.VCores, DocumentValue.OfInteger(resources.VCores)),
        (Fields.Gpus, DocumentValue.OfInteger(resources.Gpus)),
        (Fields.Fpgas, DocumentValue.OfInteger(resources.Fpgas)));

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
