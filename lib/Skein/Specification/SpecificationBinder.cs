using System.Collections.ObjectModel;
using System.Text;
using Skein.Specification.Documents;
using Fields = Skein.Specification.SpecificationFields;

namespace Skein.Specification;

/// <summary>Makes a specification of a document. What is missing or of the wrong kind is reported and stands in with a harmless value.</summary>
internal sealed class SpecificationBinder
{
    // Stands for a required script or amount that was reported as faulty.
    private const string AnyScript = "true";
    private const int AnyAmount = 1;
    private const string AnyText = "any";

    private readonly FileSources _sources;
    private readonly SpecificationErrors _errors;
    private readonly ServicePolicyBinder _policies;

    public SpecificationBinder(string baseDirectory, SpecificationErrors errors)
    {
        _errors = errors;
        _policies = new ServicePolicyBinder(errors);
        _sources = new FileSources(baseDirectory);
    }

    public ApplicationSpec Bind(DocumentValue document)
    {
        _errors.Locate(FieldPath.Root, document.Position);
        var fields = new FieldReader(document, FieldPath.Root, Fields.OfApplication, _errors);
        var defaults = new ApplicationSpec();
        var services = new Dictionary<string, ServiceSpec>(StringComparer.Ordinal);
        foreach (var (name, value, path) in fields.Map(Fields.Services))
            services.Add(name, BindService(value, path));
        return new ApplicationSpec
        {
            Name = fields.Text(Fields.Name, defaults.Name),
            Queue = fields.Text(Fields.Queue, defaults.Queue),
            User = fields.Text(Fields.User, defaults.User),
            NodeLabel = fields.Text(Fields.NodeLabel, defaults.NodeLabel),
            MaxAttempts = fields.Integer(Fields.MaxAttempts, defaults.MaxAttempts),
            Priority = fields.Integer(Fields.Priority, defaults.Priority),
            TimeLimit = fields.Duration(Fields.TimeLimit, defaults.TimeLimit),
            ApplicationType = fields.Text(Fields.ApplicationType, defaults.ApplicationType),
            Tags = [.. fields.TextList(Fields.Tags).Distinct(StringComparer.Ordinal)],
            FileSystems = fields.TextList(Fields.FileSystems),
            Security = fields.Child(Fields.Security) is { } keytab ? BindKeytab(keytab, FieldPath.Root.Field(Fields.Security)) : null,
            Logs = fields.Child(Fields.Logs) is { } logs ? BindLogs(logs, FieldPath.Root.Field(Fields.Logs)) : defaults.Logs,
            Acls = fields.Child(Fields.Acls) is { } acls ? BindAcls(acls, FieldPath.Root.Field(Fields.Acls)) : defaults.Acls,
            Master = fields.Child(Fields.Master) is { } master ? BindMaster(master, FieldPath.Root.Field(Fields.Master)) : defaults.Master,
            Services = services,
        };
    }

    private LogAggregationSpec BindLogs(DocumentValue value, FieldPath path)
    {
        var fields = new FieldReader(value, path, Fields.OfLogs, _errors);
        return new LogAggregationSpec
        {
            Include = fields.Text(Fields.Include, ""),
            Exclude = fields.Text(Fields.Exclude, ""),
            RolledInclude = fields.Text(Fields.RolledInclude, ""),
            RolledExclude = fields.Text(Fields.RolledExclude, ""),
        };
    }

    private AclsSpec BindAcls(DocumentValue value, FieldPath path)
    {
        var fields = new FieldReader(value, path, Fields.OfAcls, _errors);
        return new AclsSpec
        {
            Enable = fields.Boolean(Fields.Enable),
            ViewUsers = fields.TextList(Fields.ViewUsers),
            ViewGroups = fields.TextList(Fields.ViewGroups),
            ModifyUsers = fields.TextList(Fields.ModifyUsers),
            ModifyGroups = fields.TextList(Fields.ModifyGroups),
            UiUsers = fields.TextList(Fields.UiUsers),
        };
    }

    private MasterSpec BindMaster(DocumentValue value, FieldPath path)
    {
        var fields = new FieldReader(value, path, Fields.OfMaster, _errors);
        var defaults = new MasterSpec();
        return new MasterSpec
        {
            Resources = fields.Child(Fields.Resources) is { } resources ? BindResources(resources, path.Field(Fields.Resources)) : defaults.Resources,
            Script = fields.Text(Fields.Script, defaults.Script),
            Files = BindFiles(fields),
            Env = fields.TextMap(Fields.Env),
            LogLevel = fields.Choice(Fields.LogLevel, SpecificationNames.LogLevels, defaults.LogLevel),
            LogConfig = fields.Child(Fields.LogConfig) is { } log ? BindFile(log, path.Field(Fields.LogConfig)) : null,
            Security = fields.Child(Fields.Security) is { } security ? BindSecurity(security, path.Field(Fields.Security)) : null,
        };
    }

    private ServiceSpec BindService(DocumentValue value, FieldPath path)
    {
        var fields = new FieldReader(value, path, Fields.OfService, _errors);
        var resources = fields.RequiredChild(Fields.Resources);
        return new ServiceSpec
        {
            Resources = resources is null
                ? new ResourcesSpec { Memory = AnyAmount, VCores = AnyAmount }
                : BindResources(resources, path.Field(Fields.Resources)),
            Script = fields.RequiredChild(Fields.Script) is null ? AnyScript : fields.Text(Fields.Script, AnyScript),
            Instances = fields.Integer(Fields.Instances, 1),
            Files = BindFiles(fields),
            Env = fields.TextMap(Fields.Env),
            Depends = [.. fields.TextList(Fields.Depends).Distinct(StringComparer.Ordinal)],
            MaxRestarts = fields.Integer(Fields.MaxRestarts, 0),
            AllowFailures = fields.Boolean(Fields.AllowFailures),
            NodeLabel = fields.Text(Fields.NodeLabel, ""),
            Nodes = fields.TextList(Fields.Nodes),
            Racks = fields.TextList(Fields.Racks),
            RelaxLocality = fields.Boolean(Fields.RelaxLocality),
            Restart = _policies.BindRestart(fields, path),
            Ready = _policies.BindReady(fields, path),
            StopGrace = fields.Duration(Fields.StopGrace, TimeSpan.Zero),
            TimeLimit = fields.Duration(Fields.TimeLimit, TimeSpan.Zero),
            Container = _policies.BindContainer(fields, path),
            Placement = _policies.BindPlacement(fields, path),
        };
    }

    private ResourcesSpec BindResources(DocumentValue value, FieldPath path)
    {
        var fields = new FieldReader(value, path, Fields.OfResources, _errors);
        return new ResourcesSpec
        {
            Memory = fields.Memory(Fields.Memory, AnyAmount),
            VCores = fields.RequiredChild(Fields.VCores) is null ? AnyAmount : fields.Integer(Fields.VCores, AnyAmount),
            Gpus = fields.LongInteger(Fields.Gpus),
            Fpgas = fields.LongInteger(Fields.Fpgas),
            Custom = BindCustom(fields),
        };
    }

    private IReadOnlyDictionary<string, ResourceAmount> BindCustom(FieldReader fields)
    {
        var amounts = new Dictionary<string, ResourceAmount>(StringComparer.Ordinal);
        foreach (var (name, value, path) in fields.Map(Fields.Custom))
        {
            var amount = value.Kind switch
            {
                DocumentKind.Integer when value.Integer is { } number => new ResourceAmount(number),
                DocumentKind.Text => ResourceAmount.TryParse(value.Text),
                _ => null,
            };
            if (amount is null)
                _errors.Add(path, value.Position, "must be a whole number, with units where the cluster counts the type in such, as 2 or 10Gi");
            else
                amounts.Add(name, amount);
        }

        return amounts.Count > 0 ? amounts : ReadOnlyDictionary<string, ResourceAmount>.Empty;
    }

    private Dictionary<string, FileSpec> BindFiles(FieldReader fields)
    {
        var files = new Dictionary<string, FileSpec>(StringComparer.Ordinal);
        foreach (var (key, value, path) in fields.Map(Fields.Files))
        {
            // ./name and name are the same link in the container's directory.
            var name = key.StartsWith("./", StringComparison.Ordinal) ? key[2..] : key;
            var file = BindFile(value, path);
            if (!files.TryAdd(name, file))
                _errors.AddViolation(path, $"is the same file name as {NameHints.Quote(name)}");
        }

        return files;
    }

    private FileSpec BindFile(DocumentValue value, FieldPath path)
    {
        if (value.Kind == DocumentKind.Text)
            return new FileSpec { Source = Resolve(value, path), Type = FileSources.TypeOf(value.Text) };
        if (value.Kind != DocumentKind.Map)
        {
            _errors.Add(path, value.Position, $"must be a path, a URL or a map with '{Fields.Source}', not {FieldReader.Describe(value)}");
            return new FileSpec { Source = "" };
        }

        var fields = new FieldReader(value, path, Fields.OfFile, _errors);
        var source = fields.RequiredChild(Fields.Source);
        var text = source is null ? "" : fields.Text(Fields.Source, "");
        (string, FileType)[] types = [.. SpecificationNames.FileTypes, (SpecificationNames.Infer, FileSources.TypeOf(text))];
        return new FileSpec
        {
            Source = source is { Kind: DocumentKind.Text } ? Resolve(source, path.Field(Fields.Source)) : "",
            Type = fields.Choice(Fields.Type, types, FileSources.TypeOf(text)),
            Visibility = fields.Choice(Fields.Visibility, SpecificationNames.FileVisibilities, FileVisibility.Application),
            Size = fields.LongInteger(Fields.Size),
            Timestamp = fields.LongInteger(Fields.Timestamp),
        };
    }

    private string Resolve(DocumentValue value, FieldPath path)
    {
        if (_sources.TryResolve(value.Text, out var url, out var fault))
            return url;
        _errors.Add(path, value.Position, fault);
        return "";
    }

    private SecuritySpec BindSecurity(DocumentValue value, FieldPath path)
    {
        var fields = new FieldReader(value, path, Fields.OfSecurity, _errors);
        return new SecuritySpec
        {
            CertFile = fields.Child(Fields.CertFile) is { } certificate ? BindFile(certificate, path.Field(Fields.CertFile)) : null,
            CertBytes = BindBytes(fields, Fields.CertBytes),
            KeyFile = fields.Child(Fields.KeyFile) is { } key ? BindFile(key, path.Field(Fields.KeyFile)) : null,
            KeyBytes = BindBytes(fields, Fields.KeyBytes),
        };
    }

    private KeytabSpec BindKeytab(DocumentValue value, FieldPath path)
    {
        var fields = new FieldReader(value, path, Fields.OfKeytab, _errors);
        return new KeytabSpec
        {
            Principal = fields.RequiredChild(Fields.Principal) is null ? AnyText : fields.Text(Fields.Principal, AnyText),
            Keytab = fields.RequiredChild(Fields.Keytab) is { } file ? BindFile(file, path.Field(Fields.Keytab)) : new FileSpec { Source = "" },
        };
    }

    private static ReadOnlyMemory<byte>? BindBytes(FieldReader fields, string name)
    {
        if (fields.Child(name) is null)
            return null;
        return Encoding.UTF8.GetBytes(fields.Text(name, ""));
    }
}
