using System.Net;
using System.Text.Json;
using System.Xml.Linq;

namespace Skein.EndToEnd.Tests.Support;

/// <summary>The cluster's files as Hadoop's own web service shows and sets them: an eye that shares no code with ours.</summary>
internal sealed class WebHdfs(string configuration)
{
    private static readonly HttpClient Client = new();

    private readonly string[] _addresses = [.. XDocument.Load(Path.Combine(configuration, "hdfs-site.xml")).Descendants("property")
        .Where(property => property.Element("name")!.Value.StartsWith("dfs.namenode.http-address", StringComparison.Ordinal))
        .Select(property => property.Element("value")!.Value)];

    /// <summary>Where the NameNode speaks HTTP, <c>host:port</c>; of several the first one.</summary>
    public string Address => _addresses[0];

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

    // A NameNode on standby says so with the status of a refusal, which the superuser gets for nothing else.
    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string operation)
    {
        for (var i = 0; ; i = (i + 1) % _addresses.Length)
        {
            try
            {
                var response = await Client.SendAsync(
                    new HttpRequestMessage(method, $"http://{_addresses[i]}/webhdfs/v1{path}?{operation}&user.name=root"),
                    TestContext.Current.CancellationToken);
                if (_addresses.Length == 1 || response.StatusCode != HttpStatusCode.Forbidden)
                    return response;
                response.Dispose();
            }
            catch (HttpRequestException) when (_addresses.Length > 1)
            {
                // It has been killed.
            }
        }
    }
}
