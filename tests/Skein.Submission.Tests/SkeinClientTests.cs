using Skein.Hadoop.Configuration;
using Skein.Specification;

namespace Skein.Submission.Tests;

public sealed class SkeinClientTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("skein-client-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Missing_configuration_is_said_before_anything_is_dialled() => Assert.Contains(
        "HADOOP_CONF_DIR",
        Assert.Throws<HadoopConfigurationException>(() => SkeinClient.Open(new SkeinClientOptions
        {
            Environment = name => name == "HADOOP_CONF_DIR" ? Path.Combine(_folder, "nowhere") : null,
        })).Message);

    [Fact]
    public async Task Submission_without_an_executable_to_ship_says_where_to_put_it()
    {
        await File.WriteAllTextAsync(
            Path.Combine(_folder, "core-site.xml"),
            "<configuration><property><name>fs.defaultFS</name><value>hdfs://localhost:1</value></property></configuration>",
            TestContext.Current.CancellationToken);
        await using var client = SkeinClient.Open(new SkeinClientOptions
        {
            ConfigurationDirectory = _folder,
            Environment = name => name == "PATH" ? $"{_folder}:/nowhere" : null,
        });
        var refused = await Assert.ThrowsAsync<InvalidSubmissionException>(
            () => client.SubmitAsync(new ApplicationSpec(), TestContext.Current.CancellationToken));
        Assert.Contains("'skein' on PATH", refused.Message);
        Assert.Contains("BinaryPath", refused.Message);
    }
}
