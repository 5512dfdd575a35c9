using System.Text;
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

    private static readonly Gen<ResourcesSpec> Resources =
        from memory in Gen.Elements(1, 512, int.MaxValue)
        from vcores in Gen.Choose(1, 64)
        from gpus in Gen.Elements(0L, 8)
        from fpgas in Gen.Elements(0L, long.MaxValue)
        select new ResourcesSpec { Memory = memory, VCores = vcores, Gpus = gpus, Fpgas = fpgas };

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
            NodeLabel = label,
            Nodes = [.. nodes],
            Racks = [.. racks],
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
        from tags in Text.ListOf()
        from fileSystems in Gen.Elements("hdfs://a", "hdfs://b:8020", "hdfs:///").ListOf()
        from acls in Acls
        from master in Master
        from services in Map(Name, Service)
        from last in Service
        select new ApplicationSpec
        {
            Name = texts[0],
            Queue = texts[1],
            User = texts[2],
            NodeLabel = texts[3],
            MaxAttempts = attempts,
            Tags = [.. tags.Distinct(StringComparer.Ordinal)],
            FileSystems = [.. fileSystems],
            Acls = acls,
            Master = master,
            Services = new Dictionary<string, ServiceSpec>(services) { ["last"] = last with { Depends = [.. services.Keys] } },
        }).ToArbitrary();

    private static Gen<Dictionary<string, T>> Map<T>(Gen<string> names, Gen<T> values) =>
        from keys in names.ListOf()
        from items in values.ArrayOf(keys.Distinct(StringComparer.Ordinal).Count())
        select keys.Distinct(StringComparer.Ordinal).Zip(items).ToDictionary(static pair => pair.First, static pair => pair.Second);
}
