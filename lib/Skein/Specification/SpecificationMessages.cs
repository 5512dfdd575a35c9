using System.Collections.ObjectModel;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Wire = Skein.Protocol;

namespace Skein.Specification;

/// <summary>Specifications as the messages of <c>skein.proto</c>, and back.</summary>
/// <remarks>Both directions keep every field. What a peer sent may break the rules: see <see cref="SpecificationRules"/>.</remarks>
public static class SpecificationMessages
{
    /// <exception cref="FormatException">A file's source is not an absolute URL; never for a specification that is valid.</exception>
    public static Wire.ApplicationSpec ToMessage(ApplicationSpec spec)
    {
        var message = new Wire.ApplicationSpec
        {
            Name = spec.Name,
            Queue = spec.Queue,
            User = spec.User,
            NodeLabel = spec.NodeLabel,
            MaxAttempts = spec.MaxAttempts,
            Priority = spec.Priority,
            TimeLimitMs = ServicePolicyMessages.Milliseconds(spec.TimeLimit),
            ApplicationType = spec.ApplicationType == ApplicationSpec.DefaultType ? "" : spec.ApplicationType,
            Security = spec.Security is { } keytab ? ToMessage(keytab) : null,
            Logs = spec.Logs == new LogAggregationSpec() ? null : ToMessage(spec.Logs),
            Acls = ToMessage(spec.Acls),
            Master = ToMessage(spec.Master),
        };
        message.Tags.Add(spec.Tags);
        message.FileSystems.Add(spec.FileSystems);
        foreach (var (name, service) in spec.Services)
            message.Services.Add(name, ToMessage(service));
        return message;
    }

    /// <summary>Fields that a peer left out get the zero of protobuf, nested messages their defaults.</summary>
    public static ApplicationSpec FromMessage(Wire.ApplicationSpec message) => new()
    {
        Name = message.Name,
        Queue = message.Queue,
        User = message.User,
        NodeLabel = message.NodeLabel,
        MaxAttempts = message.MaxAttempts,
        Priority = message.Priority,
        TimeLimit = ServicePolicyMessages.Duration(message.TimeLimitMs),
        ApplicationType = message.ApplicationType.Length == 0 ? ApplicationSpec.DefaultType : message.ApplicationType,
        Tags = [.. message.Tags],
        FileSystems = [.. message.FileSystems],
        Security = message.Security is { } keytab ? FromMessage(keytab) : null,
        Logs = message.Logs is { } logs ? FromMessage(logs) : new LogAggregationSpec(),
        Acls = message.Acls is { } acls ? FromMessage(acls) : new AclsSpec(),
        Master = message.Master is { } master ? FromMessage(master) : new MasterSpec(),
        Services = message.Services.ToDictionary(static entry => entry.Key, static entry => FromMessage(entry.Value)),
    };

    /// <exception cref="FormatException">A file's source is not an absolute URL.</exception>
    public static Wire.Service ToMessage(ServiceSpec service)
    {
        var message = new Wire.Service
        {
            Resources = ToMessage(service.Resources),
            Script = service.Script,
            Instances = service.Instances,
            MaxRestarts = service.MaxRestarts,
            AllowFailures = service.AllowFailures,
            NodeLabel = service.NodeLabel,
            RelaxLocality = service.RelaxLocality,
            Restart = ServicePolicyMessages.ToMessage(service.Restart),
            Ready = ServicePolicyMessages.ToMessage(service.Ready),
            StopGraceMs = ServicePolicyMessages.Milliseconds(service.StopGrace),
            TimeLimitMs = ServicePolicyMessages.Milliseconds(service.TimeLimit),
            Container = ServicePolicyMessages.ToMessage(service.Container),
            Placement = ServicePolicyMessages.ToMessage(service.Placement),
        };
        AddFiles(message.Files, service.Files);
        foreach (var (name, value) in service.Env)
            message.Env.Add(name, value);
        message.Depends.Add(service.Depends);
        message.Nodes.Add(service.Nodes);
        message.Racks.Add(service.Racks);
        return message;
    }

    public static ServiceSpec FromMessage(Wire.Service message) => new()
    {
        Resources = FromMessage(message.Resources),
        Script = message.Script,
        Instances = message.Instances,
        Files = FromMessages(message.Files),
        Env = message.Env.ToDictionary(),
        Depends = [.. message.Depends],
        MaxRestarts = message.MaxRestarts,
        AllowFailures = message.AllowFailures,
        NodeLabel = message.NodeLabel,
        Nodes = [.. message.Nodes],
        Racks = [.. message.Racks],
        RelaxLocality = message.RelaxLocality,
        Restart = ServicePolicyMessages.FromMessage(message.Restart),
        Ready = ServicePolicyMessages.FromMessage(message.Ready),
        StopGrace = ServicePolicyMessages.Duration(message.StopGraceMs),
        TimeLimit = ServicePolicyMessages.Duration(message.TimeLimitMs),
        Container = ServicePolicyMessages.FromMessage(message.Container),
        Placement = ServicePolicyMessages.FromMessage(message.Placement),
    };

    /// <exception cref="FormatException">The source is not an absolute URL.</exception>
    public static Wire.File ToMessage(FileSpec file)
    {
        var url = FileUrl.Parse(file.Source);
        return new Wire.File
        {
            Source = new Wire.Url { Scheme = url.Scheme, Host = url.Host, Port = url.Port, File = url.Path },
            Type = (Wire.File.Types.Type)file.Type,
            Visibility = (Wire.File.Types.Visibility)file.Visibility,
            Size = file.Size,
            Timestamp = file.Timestamp,
        };
    }

    public static FileSpec FromMessage(Wire.File message) => new()
    {
        Source = message.Source is { } source ? ToSource(source) : "",
        Type = message.Type == Wire.File.Types.Type.Archive ? FileType.Archive : FileType.File,
        Visibility = message.Visibility switch
        {
            Wire.File.Types.Visibility.Public => FileVisibility.Public,
            Wire.File.Types.Visibility.Private => FileVisibility.Private,
            // A visibility of a newer peer is survived as the narrowest one.
            _ => FileVisibility.Application,
        },
        Size = message.Size,
        Timestamp = message.Timestamp,
    };

    // Java peers say -1 where no port is given; both -1 and 0 are left out of the text, so that it can be submitted again.
    private static string ToSource(Wire.Url url)
    {
        var path = url.File.Length > 0 && url.File[0] != '/' ? "/" + url.File : url.File;
        return url.Scheme.Length == 0 ? path : new FileUrl(url.Scheme, url.Host, Math.Max(url.Port, 0), path).ToString();
    }

    private static Wire.Master ToMessage(MasterSpec master)
    {
        var message = new Wire.Master
        {
            Resources = ToMessage(master.Resources),
            Script = master.Script,
            LogLevel = (Wire.Log.Types.Level)master.LogLevel,
        };
        if (master.LogConfig is { } log)
            message.LogConfig = ToMessage(log);
        if (master.Security is { } security)
            message.Security = ToMessage(security);
        AddFiles(message.Files, master.Files);
        foreach (var (name, value) in master.Env)
            message.Env.Add(name, value);
        return message;
    }

    private static MasterSpec FromMessage(Wire.Master message) => new()
    {
        Resources = FromMessage(message.Resources),
        Script = message.Script,
        Files = FromMessages(message.Files),
        Env = message.Env.ToDictionary(),
        LogLevel = message.LogLevel is >= Wire.Log.Types.Level.Info and <= Wire.Log.Types.Level.Off ? (LogLevel)message.LogLevel : LogLevel.Info,
        LogConfig = message.LogConfig is { } log ? FromMessage(log) : null,
        Security = message.Security is { } security ? FromMessage(security) : null,
    };

    private static Wire.Security ToMessage(SecuritySpec security)
    {
        var message = new Wire.Security();
        if (security.CertFile is { } certificate)
            message.CertFile = ToMessage(certificate);
        else if (security.CertBytes is { } certificateBytes)
            message.CertBytes = ByteString.CopyFrom(certificateBytes.Span);
        if (security.KeyFile is { } key)
            message.KeyFile = ToMessage(key);
        else if (security.KeyBytes is { } keyBytes)
            message.KeyBytes = ByteString.CopyFrom(keyBytes.Span);
        return message;
    }

    private static SecuritySpec FromMessage(Wire.Security message) => new()
    {
        CertFile = message.CertCase == Wire.Security.CertOneofCase.CertFile ? FromMessage(message.CertFile) : null,
        CertBytes = message.CertCase == Wire.Security.CertOneofCase.CertBytes ? (ReadOnlyMemory<byte>?)message.CertBytes.Memory : null,
        KeyFile = message.KeyCase == Wire.Security.KeyOneofCase.KeyFile ? FromMessage(message.KeyFile) : null,
        KeyBytes = message.KeyCase == Wire.Security.KeyOneofCase.KeyBytes ? (ReadOnlyMemory<byte>?)message.KeyBytes.Memory : null,
    };

    private static Wire.Resources ToMessage(ResourcesSpec resources)
    {
        var message = new Wire.Resources
        {
            Memory = resources.Memory,
            Vcores = resources.VCores,
            Gpus = resources.Gpus,
            Fpgas = resources.Fpgas,
        };
        foreach (var (name, amount) in resources.Custom)
            message.Custom.Add(new Wire.ResourceAmount { Name = name, Value = amount.Value, Units = amount.Units });
        return message;
    }

    private static ResourcesSpec FromMessage(Wire.Resources? message) => new()
    {
        Memory = message?.Memory ?? 0,
        VCores = message?.Vcores ?? 0,
        Gpus = message?.Gpus ?? 0,
        Fpgas = message?.Fpgas ?? 0,
        Custom = message is { Custom.Count: > 0 } ? FromMessages(message.Custom) : ReadOnlyDictionary<string, ResourceAmount>.Empty,
    };

    // Of a type that a peer names twice the last amount counts, as for a key of a map.
    private static Dictionary<string, ResourceAmount> FromMessages(RepeatedField<Wire.ResourceAmount> messages)
    {
        var amounts = new Dictionary<string, ResourceAmount>(StringComparer.Ordinal);
        foreach (var message in messages)
            amounts[message.Name] = new ResourceAmount(message.Value, message.Units);
        return amounts;
    }

    private static Wire.Keytab ToMessage(KeytabSpec keytab) => new() { Principal = keytab.Principal, File = ToMessage(keytab.Keytab) };

    private static KeytabSpec FromMessage(Wire.Keytab message) => new()
    {
        Principal = message.Principal,
        Keytab = message.File is { } file ? FromMessage(file) : new FileSpec { Source = "" },
    };

    private static Wire.LogAggregation ToMessage(LogAggregationSpec logs) => new()
    {
        Include = logs.Include,
        Exclude = logs.Exclude,
        RolledInclude = logs.RolledInclude,
        RolledExclude = logs.RolledExclude,
    };

    private static LogAggregationSpec FromMessage(Wire.LogAggregation message) => new()
    {
        Include = message.Include,
        Exclude = message.Exclude,
        RolledInclude = message.RolledInclude,
        RolledExclude = message.RolledExclude,
    };

    private static Wire.Acls ToMessage(AclsSpec acls)
    {
        var message = new Wire.Acls { Enable = acls.Enable };
        message.ViewUsers.Add(acls.ViewUsers);
        message.ViewGroups.Add(acls.ViewGroups);
        message.ModifyUsers.Add(acls.ModifyUsers);
        message.ModifyGroups.Add(acls.ModifyGroups);
        message.UiUsers.Add(acls.UiUsers);
        return message;
    }

    private static AclsSpec FromMessage(Wire.Acls message) => new()
    {
        Enable = message.Enable,
        ViewUsers = [.. message.ViewUsers],
        ViewGroups = [.. message.ViewGroups],
        ModifyUsers = [.. message.ModifyUsers],
        ModifyGroups = [.. message.ModifyGroups],
        UiUsers = [.. message.UiUsers],
    };

    private static void AddFiles(MapField<string, Wire.File> messages, IReadOnlyDictionary<string, FileSpec> files)
    {
        foreach (var (name, file) in files)
            messages.Add(name, ToMessage(file));
    }

    private static Dictionary<string, FileSpec> FromMessages(MapField<string, Wire.File> messages) =>
        messages.ToDictionary(static entry => entry.Key, static entry => FromMessage(entry.Value));
}
