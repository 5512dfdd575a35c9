using System.Xml.Linq;

namespace Skein.Cli.Tests.Architecture;

/// <summary>References between projects point down only: command, then the rooms that do the work, then what they all stand on.</summary>
public sealed class LayerTests
{
    /// <summary>What each project may reference directly. A new arrow is a decision: docs/architecture.md says why it points down.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Skein.Cli"] = ["Skein.ApplicationMaster", "Skein.LocalCluster", "Skein.Packer", "Skein.Submission"],
        ["Skein.ApplicationMaster"] = ["Skein", "Skein.KeyValue", "Skein.Grpc", "Skein.Hadoop"],
        ["Skein.LocalCluster"] = ["Skein.Hadoop"],
        ["Skein.Submission"] = ["Skein", "Skein.Grpc", "Skein.Hadoop"],
        ["Skein.Packer"] = [],
        ["Skein"] = ["Skein.Grpc"],
        ["Skein.KeyValue"] = [],
        ["Skein.Grpc"] = [],
        ["Skein.Hadoop"] = [],
    };

    public static TheoryData<string> Projects => new(ProductProjects().Select(path => Path.GetFileNameWithoutExtension(path)!));

    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_references_only_what_lies_below_it(string project)
    {
        Assert.True(Allowed.TryGetValue(project, out var allowed), $"{project} has no place in the layers yet");
        var path = ProductProjects().Single(candidate => Path.GetFileNameWithoutExtension(candidate) == project);
        var references = XDocument.Load(path).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')));
        Assert.Empty(references.Except(allowed));
    }

    [Fact]
    public void Only_the_command_line_is_an_executable()
    {
        var executables = ProductProjects()
            .Where(path => XDocument.Load(path).Descendants("OutputType").Any(type => type.Value == "Exe"))
            .Select(Path.GetFileNameWithoutExtension);
        Assert.Equal(["Skein.Cli"], executables);
    }

    [Fact]
    public void Product_code_never_references_the_tests()
    {
        Assert.All(ProductProjects(), path => Assert.DoesNotContain("tests", XDocument.Load(path).ToString()));
    }

    private static IEnumerable<string> ProductProjects() => new[] { "cmd", "am", "packer", "lib" }
        .SelectMany(folder => Directory.GetFiles(RepositoryRoot.Beneath(folder), "*.csproj", SearchOption.AllDirectories));
}
