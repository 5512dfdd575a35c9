using System.Text;
using Skein.Hadoop.Configuration;
using Skein.Hadoop.Logs;

namespace Skein.Hadoop.Tests.Logs;

/// <summary>Aggregated logs that a NodeManager 3.4.2 at localhost:8041 wrote, and a way to read files as one of them.</summary>
internal static class LogFixtures
{
    public const string Application = "application_1795223598254_0067";
    public const string Directory = "/tmp/logs/testuser/bucket-logs-tfile/0067/" + Application;
    public const string NodeFile = Directory + "/localhost_8041";

    public static readonly HadoopConfiguration Defaults = HadoopConfiguration.FromProperties([]);

    /// <summary>Every log of one aggregated file, as "container/file" and its text.</summary>
    public static Task<Dictionary<string, string>> ReadLogsAsync(byte[] aggregated)
    {
        var files = new MemoryFileSystem();
        files.Add(NodeFile, aggregated);
        return ReadLogsAsync(files);
    }

    public static async Task<Dictionary<string, string>> ReadLogsAsync(MemoryFileSystem files, string application = Application)
    {
        var found = new Dictionary<string, string>();
        var logs = new AggregatedLogs(files, Defaults);
        await foreach (var container in logs.ReadAsync("testuser", application, TestContext.Current.CancellationToken))
        {
            await foreach (var file in container.Files)
            {
                var content = new MemoryStream();
                await file.Content.CopyToAsync(content, TestContext.Current.CancellationToken);
                Assert.Equal(file.Length, content.Length);
                found.Add($"{container.ContainerId}/{file.Name}", Encoding.UTF8.GetString(content.ToArray()));
            }
        }

        return found;
    }
}
