using System.Globalization;
using System.Runtime.CompilerServices;
using Skein.Hadoop.Logs;
using Skein.Hadoop.Web.Server;

namespace Skein.LocalCluster.Pages.Cluster;

/// <summary>
/// Logs of applications that have ended:
/// <code>
/// /cluster/logs/ID                    the containers' files
/// /cluster/logs/ID/CONTAINER/FILE     one as it is
/// </code>
/// </summary>
internal sealed class GatheredLogPages(IClusterView cluster, AggregatedLogs logs)
{
    public async Task<HttpResponse> AnswerAsync(HttpRequest request, CancellationToken cancellation)
    {
        try
        {
            return request.Parts switch
            {
                ["cluster", "logs", var id] when cluster.Find(id) is { } report => await ListAsync(report.User, id, cancellation),
                ["cluster", "logs", var id, var container, var name] when cluster.Find(id) is { } report =>
                    await ReadAsync(report.User, id, container, name, cancellation),
                _ => new HtmlPage("No such logs").Link("/cluster", "Applications").ToResponse(404),
            };
        }
        catch (IOException e)
        {
            return new HtmlPage("The logs can not be read").Paragraph(e.Message).ToResponse(500);
        }
    }

    private async Task<HttpResponse> ListAsync(string user, string id, CancellationToken cancellation)
    {
        var found = new List<(string Container, string Node, string Name, long Length)>();
        await foreach (var (container, file) in FilesAsync(user, id, cancellation))
            found.Add((container.ContainerId, container.Node, file.Name, file.Length));
        var page = new HtmlPage($"Logs of {id}").Link("/cluster", "Applications").Link($"/cluster/app/{id}", id);
        return page.Table(["container", "node", "file", "bytes"], rows =>
        {
            foreach (var (container, node, name, length) in found)
            {
                rows.Row().Cell(container).Cell(node)
                    .Cell($"/cluster/logs/{id}/{Uri.EscapeDataString(container)}/{Uri.EscapeDataString(name)}", name)
                    .Cell(length.ToString(CultureInfo.InvariantCulture));
            }
        }).ToResponse();
    }

    private async Task<HttpResponse> ReadAsync(string user, string id, string container, string name, CancellationToken cancellation)
    {
        await foreach (var (found, file) in FilesAsync(user, id, cancellation))
        {
            if (found.ContainerId != container || file.Name != name)
                continue;
            return HttpResponse.Written(
                200, "text/plain;charset=utf-8", file.Length, (body, ending) => WriteAsync(body, user, id, container, name, ending));
        }

        return HttpResponse.Text(404, $"{container} left no log {name}.\n");
    }

    private async Task WriteAsync(HttpBody body, string user, string id, string container, string name, CancellationToken cancellation)
    {
        await foreach (var (found, file) in FilesAsync(user, id, cancellation))
        {
            if (found.ContainerId != container || file.Name != name)
                continue;
            await body.CopyAsync(file.Content, file.Length, cancellation);
            return;
        }
    }

    private async IAsyncEnumerable<(ContainerLog Container, ContainerLogFile File)> FilesAsync(
        string user, string id, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var container in logs.ReadAsync(user, id, cancellation))
        {
            await foreach (var file in container.Files.WithCancellation(cancellation))
                yield return (container, file);
        }
    }
}
