using System.Text.Json;
using System.Xml.Linq;

namespace Skein.EndToEnd.Tests.Support;

/// <summary>The cluster's files as Hadoop's own web service shows and sets them: an eye that shares no code with ours.</summary>
internal sealed class WebHdfs(string configuration)
{
    private static readonly HttpClient Client = new();

    /// <summary>Where the NameNode speaks HTTP, <c>host:port</c>.</summary>
    public string Address { get; } = XDocument.Load(Path.Combine(configuration, "hdfs-site.xml")).Descendants("property")
        .First(property => property.Element("name")!.Value == "dfs.namenode.http-address").Element("value")!.Value;

    /// <summary>Paths of all files below a directory; empty if there is no such directory.</summary>
    public async Task<IReadOnlyList<string>> FilesAsync(string directory)
    {
        using var response = await SendAsync(HttpMethod.Get, directory, "op=LISTSTATUS");
        if (!response.IsSuccessStatusCode)
            return [];
        var files = new List<string>();
        var json = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        foreach (var entry in JsonDocument.Parse(json).RootElement.GetProperty("FileStatuses").GetProperty("FileStatus").EnumerateArray())
        {
            var path = $"{directory}/{entry.GetProperty("pathSuffix").GetString()}";
            if (entry.GetProperty("type").GetString() == "DIRECTORY")
                files.AddRange(await FilesAsync(path));
            else
                files.Add(path);
        }

        return files;
    }

    /// <summary>Whether there is a file or directory.</summary>
    public async Task<bool> ExistsAsync(string path)
    {
        using var response = await SendAsync(HttpMethod.Get, path, "op=GETFILESTATUS");
        return response.IsSuccessStatusCode;
    }

    /// <summary>The bytes of a file as letters; empty if it is gone.</summary>
    public async Task<string> ReadAsync(string path)
    {
        using var response = await SendAsync(HttpMethod.Get, path, "op=OPEN");
        return response.IsSuccessStatusCode
            ? System.Text.Encoding.Latin1.GetString(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken))
            : "";
    }

    /// <summary>Does one operation as the superuser.</summary>
    public async Task PutAsync(string path, string operation)
    {
        using var response = await SendAsync(HttpMethod.Put, path, operation);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string operation) => Client.SendAsync(
        new HttpRequestMessage(method, $"http://{Address}/webhdfs/v1{path}?{operation}&user.name=root"), TestContext.Current.CancellationToken);
}
