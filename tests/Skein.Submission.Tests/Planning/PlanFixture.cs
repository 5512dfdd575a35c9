using System.Text;
using Skein.Security;
using Skein.Specification;
using Skein.Submission.Planning;

namespace Skein.Submission.Tests.Planning;

/// <summary>Facts of an imagined machine and cluster.</summary>
internal static class PlanFixture
{
    public const string ApplicationId = "application_1700000000000_0007";
    public const string Staging = "/user/alice/.skein/" + ApplicationId;

    private static readonly CertificatePair Pair = CertificatePair.Generate();

    public static PlanInputs Inputs(params string[] localPaths) => new()
    {
        ApplicationId = ApplicationId,
        FileSystem = new Uri("hdfs://nn.example:9000/"),
        HomeDirectory = "/user/alice",
        HomeIsTraversable = true,
        LocalFiles = localPaths.ToDictionary(path => path, Local),
        Binary = new LocalFile("/opt/skein", 20, new string('b', 64)),
        Certificates = Pair,
        Configuration = Encoding.UTF8.GetBytes("<configuration/>"),
        SimpleUser = "alice",
        Language = "C.UTF-8",
    };

    public static ApplicationSpec Spec(params (string Link, FileSpec File)[] files) => new()
    {
        Services = new Dictionary<string, ServiceSpec> { ["worker"] = Service(files) },
    };

    public static ServiceSpec Service(params (string Link, FileSpec File)[] files) => new()
    {
        Resources = new ResourcesSpec { Memory = 128, VCores = 1 },
        Script = "echo hello",
        Files = files.ToDictionary(pair => pair.Link, pair => pair.File),
    };

    public static FileSpec File(string source, FileVisibility visibility = FileVisibility.Application) =>
        new() { Source = source, Visibility = visibility };

    /// <summary>A file whose hash is told by the last letter of its path.</summary>
    public static LocalFile Local(string path) => new(path, path.Length, new string(path[^1], 64));
}
