namespace Skein.Specification;

/// <summary>The keys of a written specification, each object's in the order they are written.</summary>
internal static class SpecificationFields
{
    public const string Name = "name";
    public const string Queue = "queue";
    public const string User = "user";
    public const string NodeLabel = "node_label";
    public const string MaxAttempts = "max_attempts";
    public const string Priority = "priority";
    public const string TimeLimit = "time_limit";
    public const string ApplicationType = "application_type";
    public const string Tags = "tags";
    public const string FileSystems = "file_systems";
    public const string Logs = "logs";
    public const string Acls = "acls";
    public const string Master = "master";
    public const string Services = "services";

    public const string Include = "include";
    public const string Exclude = "exclude";
    public const string RolledInclude = "rolled_include";
    public const string RolledExclude = "rolled_exclude";

    public const string Enable = "enable";
    public const string ViewUsers = "view_users";
    public const string ViewGroups = "view_groups";
    public const string ModifyUsers = "modify_users";
    public const string ModifyGroups = "modify_groups";
    public const string UiUsers = "ui_users";

    public const string Resources = "resources";
    public const string Script = "script";
    public const string Files = "files";
    public const string Env = "env";
    public const string LogLevel = "log_level";
    public const string LogConfig = "log_config";
    public const string Security = "security";

    public const string Instances = "instances";
    public const string Depends = "depends";
    public const string MaxRestarts = "max_restarts";
    public const string AllowFailures = "allow_failures";
    public const string Nodes = "nodes";
    public const string Racks = "racks";
    public const string RelaxLocality = "relax_locality";
    public const string Restart = "restart";
    public const string Ready = "ready";
    public const string StopGrace = "stop_grace";
    public const string Container = "container";
    public const string Placement = "placement";

    public const string Backoff = "backoff";
    public const string MaxBackoff = "max_backoff";
    public const string Window = "window";

    public const string Key = "key";
    public const string Tcp = "tcp";
    public const string Http = "http";
    public const string Period = "period";
    public const string Timeout = "timeout";

    public const string Port = "port";
    public const string Path = "path";

    public const string Image = "image";
    public const string Mounts = "mounts";
    public const string Network = "network";

    public const string Near = "near";
    public const string Apart = "apart";
    public const string MaxPerNode = "max_per_node";
    public const string MaxPerRack = "max_per_rack";
    public const string Attributes = "attributes";

    public const string Not = "not";

    public const string Memory = "memory";
    public const string VCores = "vcores";
    public const string Gpus = "gpus";
    public const string Fpgas = "fpgas";
    public const string Custom = "custom";

    public const string Source = "source";
    public const string Type = "type";
    public const string Visibility = "visibility";
    public const string Size = "size";
    public const string Timestamp = "timestamp";

    public const string CertFile = "cert_file";
    public const string CertBytes = "cert_bytes";
    public const string KeyFile = "key_file";
    public const string KeyBytes = "key_bytes";

    public const string Principal = "principal";
    public const string Keytab = "keytab";

    public static readonly string[] OfApplication =
        [Name, Queue, User, NodeLabel, MaxAttempts, Priority, TimeLimit, ApplicationType, Tags, FileSystems, Security, Logs, Acls, Master, Services];

    public static readonly string[] OfLogs = [Include, Exclude, RolledInclude, RolledExclude];

    public static readonly string[] OfAcls = [Enable, ViewUsers, ViewGroups, ModifyUsers, ModifyGroups, UiUsers];

    public static readonly string[] OfMaster = [Resources, Script, Files, Env, LogLevel, LogConfig, Security];

    public static readonly string[] OfService =
    [
        Resources, Script, Instances, Files, Env, Depends, MaxRestarts, AllowFailures, NodeLabel, Nodes, Racks, RelaxLocality,
        Restart, Ready, StopGrace, TimeLimit, Container, Placement,
    ];

    public static readonly string[] OfRestart = [Backoff, MaxBackoff, Window];

    public static readonly string[] OfReady = [Key, Tcp, Http, Period, Timeout];

    public static readonly string[] OfHttp = [Port, Path];

    public static readonly string[] OfContainer = [Image, Mounts, Network];

    public static readonly string[] OfPlacement = [Near, Apart, MaxPerNode, MaxPerRack, Attributes];

    public static readonly string[] OfAttribute = [Not];

    public static readonly string[] OfResources = [Memory, VCores, Gpus, Fpgas, Custom];

    public static readonly string[] OfFile = [Source, Type, Visibility, Size, Timestamp];

    public static readonly string[] OfSecurity = [CertFile, CertBytes, KeyFile, KeyBytes];

    public static readonly string[] OfKeytab = [Principal, Keytab];
}
