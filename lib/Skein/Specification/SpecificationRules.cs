using System.Globalization;
using System.Text;
using Fields = Skein.Specification.SpecificationFields;

namespace Skein.Specification;

/// <summary>What a specification must fulfil, wherever it came from: a file, a program or a client on the wire.</summary>
public static class SpecificationRules
{
    // YARN cuts longer ones off.
    private const int LongestType = 20;

    // As YARN's own conversions know them.
    private static readonly string[] ResourceUnits = ["", "p", "n", "u", "m", "k", "M", "G", "T", "P", "Ki", "Mi", "Gi", "Ti", "Pi"];

    /// <summary>Everything that is wrong with a specification, without places in a text; empty for a valid one.</summary>
    public static IReadOnlyList<SpecificationError> Check(ApplicationSpec spec) =>
        [.. Violations(spec).Select(static violation => new SpecificationError("", 0, 0, violation.Path.ToString(), violation.Message))];

    internal static IEnumerable<Violation> Violations(ApplicationSpec spec)
    {
        var root = FieldPath.Root;
        var services = root.Field(Fields.Services);
        return AtLeast(root.Field(Fields.MaxAttempts), spec.MaxAttempts, 1)
            .Concat(AtLeast(root.Field(Fields.Priority), spec.Priority, 0))
            .Concat(ServicePolicyRules.Duration(spec.TimeLimit, root.Field(Fields.TimeLimit)))
            .Concat(When(
                spec.ApplicationType.Length is 0 or > LongestType || spec.ApplicationType.Any(static letter => letter == ',' || char.IsControl(letter)),
                root.Field(Fields.ApplicationType),
                $"must be 1 to {LongestType} letters without commas"))
            .Concat(Tags(spec.Tags, root.Field(Fields.Tags)))
            .Concat(LogPatternRules.Violations(spec.Logs, root.Field(Fields.Logs)))
            .Concat(FileSystems(spec.FileSystems, root.Field(Fields.FileSystems)))
            .Concat(spec.Security is { } keytab ? Keytab(keytab, root.Field(Fields.Security)) : [])
            .Concat(Acls(spec.Acls, root.Field(Fields.Acls)))
            .Concat(Master(spec.Master, root.Field(Fields.Master)))
            .Concat(When(spec.Services.Count == 0 && spec.Master.Script.Length == 0, services, "There must be at least one service, or a script of the master"))
            .Concat(spec.Services.SelectMany(service => Service(service.Key, service.Value, services.Field(service.Key))))
            .Concat(spec.Services.SelectMany(service => ServicePolicyRules.Violations(service.Key, spec, services.Field(service.Key))))
            .Concat(ServiceDependencies.Violations(spec.Services, services));
    }

    private static IEnumerable<Violation> Tags(IReadOnlyList<string> tags, FieldPath path) =>
        tags.SelectMany((tag, index) => When(!Ascii.IsValid(tag), path.Item(index), $"{NameHints.Quote(tag)} holds letters that YARN takes in no tag; write ASCII"));

    private static IEnumerable<Violation> FileSystems(IReadOnlyList<string> addresses, FieldPath path) =>
        addresses.SelectMany((address, index) => When(
            !FileUrl.TryParse(address, out _),
            path.Item(index),
            $"{NameHints.Quote(address)} is not the address of a file system; write as hdfs://nameservice or hdfs://host:port"));

    private static IEnumerable<Violation> Keytab(KeytabSpec security, FieldPath path) =>
        When(
            security.Principal.Length == 0 || security.Principal.Any(static letter => char.IsWhiteSpace(letter) || char.IsControl(letter)),
            path.Field(Fields.Principal),
            $"{NameHints.Quote(security.Principal)} is not a principal; write as alice@EXAMPLE.COM")
        .Concat(File(security.Keytab, path.Field(Fields.Keytab)));

    private static IEnumerable<Violation> Acls(AclsSpec acls, FieldPath path) =>
        Names(acls.ViewUsers, path.Field(Fields.ViewUsers))
            .Concat(Names(acls.ViewGroups, path.Field(Fields.ViewGroups)))
            .Concat(Names(acls.ModifyUsers, path.Field(Fields.ModifyUsers)))
            .Concat(Names(acls.ModifyGroups, path.Field(Fields.ModifyGroups)))
            .Concat(Names(acls.UiUsers, path.Field(Fields.UiUsers)));

    private static IEnumerable<Violation> Names(IReadOnlyList<string> names, FieldPath path) =>
        names.SelectMany((name, index) => When(
            // YARN joins the names with commas and a space: one that holds either would let in somebody else.
            name.Length == 0 || name.AsSpan().ContainsAny(", \t\r\n"),
            path.Item(index),
            $"{NameHints.Quote(name)} is not a name; write one name without spaces and commas, or *"));

    private static IEnumerable<Violation> Master(MasterSpec master, FieldPath path)
    {
        var violations = Resources(master.Resources, path.Field(Fields.Resources))
            .Concat(Files(master.Files, path.Field(Fields.Files)))
            .Concat(Env(master.Env, path.Field(Fields.Env)));
        if (master.LogConfig is { } log)
            violations = violations.Concat(File(log, path.Field(Fields.LogConfig)));
        if (master.Security is { } security)
            violations = violations.Concat(Security(security, path.Field(Fields.Security)));
        return violations;
    }

    private static IEnumerable<Violation> Service(string name, ServiceSpec service, FieldPath path) =>
        When(!IsFileName(name), path, $"{NameHints.Quote(name)} can not name a service: its log is <name>.log, so it must fit into a file name and hold no /")
            .Concat(Resources(service.Resources, path.Field(Fields.Resources)))
            .Concat(When(service.Script.Length == 0, path.Field(Fields.Script), "must not be empty"))
            .Concat(AtLeast(path.Field(Fields.Instances), service.Instances, 0))
            .Concat(When(
                service.Instances > ServiceSpec.MaximumInstances,
                path.Field(Fields.Instances),
                string.Create(CultureInfo.InvariantCulture, $"must be <= {ServiceSpec.MaximumInstances}, not {service.Instances}")))
            .Concat(AtLeast(path.Field(Fields.MaxRestarts), service.MaxRestarts, -1))
            .Concat(Files(service.Files, path.Field(Fields.Files)))
            .Concat(Env(service.Env, path.Field(Fields.Env)));

    private static IEnumerable<Violation> Resources(ResourcesSpec resources, FieldPath path) =>
        AtLeast(path.Field(Fields.Memory), resources.Memory, 1)
            .Concat(AtLeast(path.Field(Fields.VCores), resources.VCores, 1))
            .Concat(AtLeast(path.Field(Fields.Gpus), resources.Gpus, 0))
            .Concat(AtLeast(path.Field(Fields.Fpgas), resources.Fpgas, 0))
            .Concat(resources.Custom.SelectMany(custom => Custom(custom.Key, custom.Value, path.Field(Fields.Custom).Field(custom.Key))));

    private static IEnumerable<Violation> Custom(string type, ResourceAmount amount, FieldPath path)
    {
        var own = type switch
        {
            "memory" or "memory-mb" => Fields.Memory,
            "vcores" => Fields.VCores,
            "yarn.io/gpu" => Fields.Gpus,
            "yarn.io/fpga" => Fields.Fpgas,
            _ => null,
        };
        return When(own is not null, path, $"has a field of its own: write '{own}'")
            .Concat(When(type.Length == 0 || type.Any(char.IsWhiteSpace), path, $"{NameHints.Quote(type)} is not the name of a resource type"))
            .Concat(AtLeast(path, amount.Value, 0))
            .Concat(When(
                !ResourceUnits.Contains(amount.Units, StringComparer.Ordinal),
                path,
                $"{NameHints.Quote(amount.Units)} is not a unit of YARN; {NameHints.Suggest(amount.Units, ResourceUnits[1..])}"));
    }

    private static IEnumerable<Violation> Files(IReadOnlyDictionary<string, FileSpec> files, FieldPath path) =>
        files.SelectMany(file =>
            When(
                !IsFileName(file.Key.StartsWith("./", StringComparison.Ordinal) ? file.Key[2..] : file.Key),
                path.Field(file.Key),
                $"{NameHints.Quote(file.Key)} can not name a file in a container: write one name without /")
            .Concat(File(file.Value, path.Field(file.Key))));

    private static IEnumerable<Violation> File(FileSpec file, FieldPath path)
    {
        var source = path.Field(Fields.Source);
        var isUrl = FileUrl.TryParse(file.Source, out var url);
        return When(!isUrl, source, $"{NameHints.Quote(file.Source)} is not an absolute URL; write scheme://host:port/path")
            .Concat(When(isUrl && url.Path.Length < 2, source, $"{NameHints.Quote(file.Source)} names a file system, not a file"))
            .Concat(When(
                isUrl && url is { Scheme: "file", Host.Length: > 0 },
                source,
                $"{NameHints.Quote(file.Source)} names a host; a local file has three slashes, as file:///{url.Host}{url.Path}"))
            .Concat(AtLeast(path.Field(Fields.Size), file.Size, 0))
            .Concat(AtLeast(path.Field(Fields.Timestamp), file.Timestamp, 0));
    }

    private static IEnumerable<Violation> Env(IReadOnlyDictionary<string, string> env, FieldPath path) =>
        env.SelectMany(variable =>
            When(
                variable.Key.Length == 0 || variable.Key.AsSpan().ContainsAny('=', '\0'),
                path.Field(variable.Key),
                "the name of a variable must not be empty and holds no = and no NUL character")
            .Concat(When(variable.Value.Contains('\0', StringComparison.Ordinal), path.Field(variable.Key), "must not contain a NUL character")));

    private static IEnumerable<Violation> Security(SecuritySpec security, FieldPath path)
    {
        var violations = ExactlyOne(path, Fields.CertFile, security.CertFile, Fields.CertBytes, security.CertBytes)
            .Concat(ExactlyOne(path, Fields.KeyFile, security.KeyFile, Fields.KeyBytes, security.KeyBytes));
        if (security.CertFile is { } certificate)
            violations = violations.Concat(File(certificate, path.Field(Fields.CertFile)));
        if (security.KeyFile is { } key)
            violations = violations.Concat(File(key, path.Field(Fields.KeyFile)));
        return violations;
    }

    private static IEnumerable<Violation> ExactlyOne(
        FieldPath path, string fileName, FileSpec? file, string bytesName, ReadOnlyMemory<byte>? bytes) =>
        When(file is null == bytes is null, path, $"give exactly one of '{fileName}' and '{bytesName}'")
            .Concat(When(bytes is { } text && !Ascii.IsValid(text.Span), path.Field(bytesName), "must be PEM text"));

    private static IEnumerable<Violation> AtLeast(FieldPath path, long value, long least) =>
        When(value < least, path, string.Create(CultureInfo.InvariantCulture, $"must be >= {least}, not {value}"));

    private static IEnumerable<Violation> When(bool violated, FieldPath path, string message) =>
        violated ? [new Violation(path, message)] : [];

    // 255 bytes are the most of a name on Linux and HDFS; ".log" is the longest end that is put behind one.
    private static bool IsFileName(string name) =>
        name is not ("" or "." or "..") && !name.Contains('/', StringComparison.Ordinal) && !name.Any(char.IsControl) && Encoding.UTF8.GetByteCount(name) <= 251;
}
