using System.Text;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Skein.Specification;

namespace Skein.Tests.Specification;

/// <summary>Valid specifications with text of every kind, for properties.</summary>
internal static class ArbitrarySpecifications
{
    private static readonly Gen<string> Piece = Gen.Elements(
        "a", "b c", " ", "  ", "\n", "\n\n", "\t", "\r\n", "yes", "no", "~", "null", "1", "0x1F", "1:30", "2020-01-01", ".inf", "1e3", "<<", "=", "y",
        "#", " #", ":", ": ", "- ", "? ", "|", ">", "'", "\"", "\\", "%", "@", "`", "*a", "&a", "!", "{", "}", "[", "]", ",", "---", "...", "\n---\n",
        "é", "\U0001F600", "\u0085", "\u00a0", "\u2028", "\ufeff", "\u0001", "\u007f", "\ufffd", "\uffff", "echo $HOME && run <in >out");

    private static readonly Gen<string> Text = Piece.ListOf().Select(static pieces => string.Concat(pieces));

    private static readonly Gen<string> Script = Text.Select(static text => "run" + text);

    private static readonly Gen<string> Name = Gen.Elements("a", "web", "dask.scheduler", "yes", "1", "null", "with space", "é", "x:y", "#x", "~", "<<", "\"", "\U0001F600");

    private static readonly Gen<FileSpec> File =
        from source in Gen.Elements("file:///a", "file:///b c#d?e.zip", "hdfs://Nn:8020/x.tar.gz", "hdfs:///y: z", "s3a://bucket/é")
        from type in Gen.Elements(Enum.GetValues<FileType>())
        from visibility in Gen.Elements(Enum.GetValues<FileVisibility>())
        from size in Gen.Elements(0L, 1, long.MaxValue)
        from timestamp in Gen.Elements(0L, 1_700_000_000_000)
        select new FileSpec { Source = source, Type = type, Visibility = visibility, Size = size, Timestamp = timestamp };

    private static readonly Gen<TimeSpan> Duration =
        Gen.Elements(0L, 1, 999, 1_000, 90_000, 300_000, 5_400_000, 86_400_001, 315_360_000_000).Select(static number => TimeSpan.FromMilliseconds(number));

    private static readonly Gen<ResourceAmount> Amount =
        from value in Gen.Elements(0L, 1, long.MaxValue)
        from units in Gen.Elements("", "m", "k", "Gi")
        select new ResourceAmount(value, units);

    private static readonly Gen<ResourcesSpec> Resources =
        from memory in Gen.Elements(1, 512, int.MaxValue)
        from vcores in Gen.Choose(1, 64)
        from gpus in Gen.Elements(0L, 8)
        from fpgas in Gen.Elements(0L, long.MaxValue)
        from custom in Map(Gen.Elements("example.com/licence", "bandwidth", "yes", "1"), Amount)
        select new ResourcesSpec { Memory = memory, VCores = vcores, Gpus = gpus, Fpgas = fpgas, Custom = custom };

    private static readonly Gen<SecuritySpec> Security =
        from certificate in File
        from key in File
        from certificateIsFile in Gen.Elements(true, false)
        from keyIsFile in Gen.Elements(true, false)
        select new SecuritySpec
        {
            CertFile = certificateIsFile ? certificate : null,
            CertBytes = certificateIsFile ? null : (ReadOnlyMemory<byte>?)Encoding.ASCII.GetBytes("-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n"),
            KeyFile = keyIsFile ? key : null,
            KeyBytes = keyIsFile ? null : (ReadOnlyMemory<byte>?)Encoding.ASCII.GetBytes("key"),
        };

    private static readonly Gen<MasterSpec> Master =
        from resources in Resources
        from script in Text
        from files in Map(Name, File)
        from env in Map(Name, Text)
        from level in Gen.Elements(Enum.GetValues<LogLevel>())
        from log in Gen.OneOf(File.Select(static file => (FileSpec?)file), Gen.Constant<FileSpec?>(null))
        from security in Gen.OneOf(Security.Select(static security => (SecuritySpec?)security), Gen.Constant<SecuritySpec?>(null))
        select new MasterSpec { Resources = resources, Script = script, Files = files, Env = env, LogLevel = level, LogConfig = log, Security = security };

    private static readonly Gen<RestartSpec> Restart =
        from backoff in Duration
        from more in Duration.Where(static duration => duration > TimeSpan.Zero)
        from window in Duration
        from isDefault in Gen.Elements(true, false)
        select isDefault || backoff > TimeSpan.FromDays(10)
            ? new RestartSpec()
            : new RestartSpec { Backoff = backoff, MaxBackoff = TimeSpan.FromTicks(Math.Max(backoff.Ticks, more.Ticks)), Window = window };

    private static readonly Gen<ReadinessSpec?> Ready =
        from key in Gen.Elements("up", "{instance}", "web.{instance}.up", "yes", "é # x: y", " ")
        from port in Gen.Choose(1, 65_535)
        from path in Gen.Elements("/", "/health?deep=1#x", "/é")
        from period in Duration.Where(static duration => duration >= TimeSpan.FromMilliseconds(100))
        from timeout in Duration
        from way in Gen.Choose(0, 3)
        select way switch
        {
            0 => null,
            1 => new ReadinessSpec { Key = key, Period = period, Timeout = timeout },
            2 => new ReadinessSpec { TcpPort = port, Period = period, Timeout = timeout },
            _ => new ReadinessSpec { HttpPort = port, HttpPath = path, Period = period, Timeout = timeout },
        };

    private static readonly Gen<ContainerRuntimeSpec?> Container =
        from image in Gen.Elements("python:3.12", "registry.example:5000/a/b@sha256:0", "1", "yes")
        from mounts in Gen.Elements("/data:/data:ro", "/a b:/c # d:rw", "environment:/env:ro").ListOf()
        from network in Gen.Elements("", "host", "1")
        from there in Gen.Elements(true, false)
        select there ? new ContainerRuntimeSpec { Image = image, Mounts = [.. mounts], Network = network } : null;

    private static readonly Gen<PlacementSpec?> Placement =
        from limits in Gen.Choose(0, 2).ArrayOf(2)
        from attributes in Map(Gen.Elements("os", "rm.yarn.io/os", "1", "yes"), Gen.Elements("linux", "3.12", "no"))
        from differs in Gen.Elements(true, false)
        from apart in Gen.Elements(true, false)
        from there in Gen.Elements(true, false)
        select there
            ? new PlacementSpec
            {
                Apart = apart ? ["last"] : [],
                MaxPerNode = limits[0],
                MaxPerRack = limits[1],
                Attributes = [.. attributes.Select(attribute => new NodeAttributeSpec { Name = attribute.Key, Value = attribute.Value, Differs = differs })],
            }
            : null;

    private static readonly Gen<LogAggregationSpec> Logs =
        from include in Text.Select(Regex.Escape)
        from exclude in Text.Select(Regex.Escape)
        from rolled in Gen.Elements("", "a|b", ".*\\.log$", "~")
        select new LogAggregationSpec { Include = include, Exclude = exclude, RolledInclude = rolled, RolledExclude = rolled.Length > 0 ? include : "" };

    private static readonly Gen<ServiceSpec> Service =
        from resources in Resources
        from script in Script
        from numbers in Gen.Choose(-1, 5).ArrayOf(2)
        from files in Map(Name, File)
        from env in Map(Name, Text)
        from flags in Gen.Elements(true, false).ArrayOf(2)
        from label in Text
        from nodes in Text.ListOf()
        from racks in Text.ListOf()
        from restart in Restart
        from ready in Ready
        from times in Duration.ArrayOf(2)
        from container in Container
        from placement in Placement
        select new ServiceSpec
        {
            Resources = resources,
            Script = script,
            Instances = Math.Max(numbers[0], 0),
            Files = files,
            Env = env,
            MaxRestarts = numbers[1],
            AllowFailures = flags[0],
            RelaxLocality = flags[1],
            NodeLabel = placement is null ? label : "",
            Nodes = placement is null ? [.. nodes] : [],
            Racks = placement is null ? [.. racks] : [],
            Restart = restart,
            Ready = ready,
            StopGrace = times[0],
            TimeLimit = times[1],
            Container = container,
            Placement = placement,
        };

    private static readonly Gen<AclsSpec> Acls =
        from lists in Gen.Elements("*", "alice", "yes", "1", "é").ListOf().ArrayOf(5)
        from enable in Gen.Elements(true, false)
        select new AclsSpec
        {
            Enable = enable,
            ViewUsers = [.. lists[0]],
            ViewGroups = [.. lists[1]],
            ModifyUsers = [.. lists[2]],
            ModifyGroups = [.. lists[3]],
            UiUsers = [.. lists[4]],
        };

    /// <summary>Services depend on those before them, so there is no cycle.</summary>
    public static Arbitrary<ApplicationSpec> Valid { get; } = (
        from texts in Text.ArrayOf(4)
        from attempts in Gen.Choose(1, 5)
        from priority in Gen.Elements(0, 1, int.MaxValue)
        from limit in Duration
        from type in Gen.Elements("skein", "SPARK", "yes", "1", " ", "exactly twenty chars")
        from tags in Text.Where(static tag => Ascii.IsValid(tag)).ListOf()
        from logs in Logs
        from fileSystems in Gen.Elements("hdfs://a", "hdfs://b:8020", "hdfs:///").ListOf()
        from keytab in Gen.OneOf(
            File.Select(static file => (KeytabSpec?)new KeytabSpec { Principal = "alice@EXAMPLE.COM", Keytab = file }),
            Gen.Constant<KeytabSpec?>(null))
        from acls in Acls
        from master in Master
        from services in Map(Name, Service)
        from last in Service
        select new ApplicationSpec
        {
            Name = texts[0],
            Queue = texts[1],
            User = texts[2],
            // Beside a label a placement has one rule at most.
            NodeLabel = services.Values.Append(last).Any(static service => service.Placement is not null) ? "" : texts[3],
            MaxAttempts = attempts,
            Priority = priority,
            TimeLimit = limit,
            ApplicationType = type,
            Logs = logs,
            Tags = [.. tags.Distinct(StringComparer.Ordinal)],
            FileSystems = [.. fileSystems],
            Security = keytab,
            Acls = acls,
            Master = master,
            Services = new Dictionary<string, ServiceSpec>(services) { ["last"] = Last(last, [.. services.Keys]) },
        }).ToArbitrary();

    private static ServiceSpec Last(ServiceSpec service, IReadOnlyList<string> others) => service with
    {
        Depends = others,
        Placement = service.Placement is { } placement ? placement with { Near = others } : null,
    };

    private static Gen<Dictionary<string, T>> Map<T>(Gen<string> names, Gen<T> values) =>
        from keys in names.ListOf()
        from items in values.ArrayOf(keys.Distinct(StringComparer.Ordinal).Count())
        select keys.Distinct(StringComparer.Ordinal).Zip(items).ToDictionary(static pair => pair.First, static pair => pair.Second);
}
