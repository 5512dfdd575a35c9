using System.Globalization;
using Skein.Hadoop.Web.Server;
using Skein.Hadoop.Yarn;
using Skein.LocalCluster.Nodes.Logs;

namespace Skein.LocalCluster.Pages.Nodes;

/// <summary>
/// What a NodeManager of Hadoop 3.4 serves of containers' logs while their application runs; see <see cref="Hadoop.Logs.NodeLogs"/>.
/// <code>
/// /ws/v1/node/containers/CONTAINER/logs          the files as JSON
/// /ws/v1/node/containers/CONTAINER/logs/FILE     one, between a head and a closing remark. size: so many bytes, negative: the last;
///                                                format: text or octet-stream
/// /ws/v1/node/containerlogs/CONTAINER/FILE       the same
/// /node/containerlogs/CONTAINER/USER[/FILE]      for people: a page, and the file as it is
/// </code>
/// </summary>
internal sealed class NodePages(IContainerLogs containers)
{
    private const string Unknown =
        "java.lang.Exception: Unknown container. "
        + "Container either has not started or has already completed or doesn't belong to this node at all.";

    public HttpResponse Answer(HttpRequest request) => request.Parts switch
    {
        ["ws", "v1", "node", "containers", var id, "logs"] => List(id),
        ["ws", "v1", "node", "containers", var id, "logs", var name] => Read(request, id, name),
        ["ws", "v1", "node", "containerlogs", var id, var name] => Read(request, id, name),
        ["node", "containerlogs", var id, var user] => Page(id, user),
        ["node", "containerlogs", var id, _, var name] => Plain(id, name),
        _ => HttpResponse.Text(404, "There is no such page.\n"),
    };

    private HttpResponse List(string id)
    {
        if (!YarnIds.TryParseContainer(id, out _))
            return WebService.BadRequest($"java.lang.Exception: invalid container id, {id}");
        if (containers.Find(id) is not { } place)
            return WebService.Unavailable($"org.apache.hadoop.yarn.webapp.NotFoundException: {Unknown}");
        return WebService.Json(json =>
        {
            // An object: Hadoop's lists of one have no brackets.
            json.WriteStartObject("containerLogsInfo");
            json.WriteStartArray("containerLogInfo");
            foreach (var name in LogFile.Names(place.Directory))
            {
                using var file = LogFile.TryOpen(place.Directory, name);
                if (file is null)
                    continue;
                json.WriteStartObject();
                json.WriteString("fileName", name);
                json.WriteString("fileSize", file.Length.ToString(CultureInfo.InvariantCulture));
                json.WriteString("lastModifiedTime", ContainerLogText.ModifiedTime(file));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteString("logAggregationType", "LOCAL");
            json.WriteString("containerId", id);
            json.WriteString("nodeId", place.Node);
            json.WriteEndObject();
        });
    }

    private HttpResponse Read(HttpRequest request, string id, string name)
    {
        if (!YarnIds.TryParseContainer(id, out _))
            return HttpResponse.Text(400, "");
        var type = request.Parameter("format") switch
        {
            null or "" or "text" => "text/plain",
            "octet-stream" => "application/octet-stream",
            _ => null,
        };
        if (type is null)
            return HttpResponse.Text(400, "The valid values for the parameter : format are [text, octet-stream]");
        var size = long.MaxValue;
        if (request.Parameter("size") is { Length: > 0 } given
            && !long.TryParse(given, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out size))
        {
            return HttpResponse.Text(400, "The parameter size must be a number of bytes, negative for the last ones");
        }

        if (containers.Find(id) is not { } place)
            return HttpResponse.Text(404, Unknown);
        return LogFile.TryOpen(place.Directory, name) is { } file
            ? new ContainerLogText(id, name, place, file, size).ToResponse($"{type};charset=utf-8")
            : HttpResponse.Text(404, "java.lang.Exception: Cannot find this log on the local disk.");
    }

    private HttpResponse Page(string id, string user)
    {
        if (containers.Find(id) is not { } place)
            return Gone(id);
        var logs = $"/node/containerlogs/{Uri.EscapeDataString(id)}/{Uri.EscapeDataString(user)}";
        return new HtmlPage($"Logs of {id}").Table(["file", "bytes"], rows =>
        {
            foreach (var name in LogFile.Names(place.Directory))
            {
                using var file = LogFile.TryOpen(place.Directory, name);
                if (file is null)
                    continue;
                rows.Row().Cell($"{logs}/{Uri.EscapeDataString(name)}", name)
                    .Cell(file.Length.ToString(CultureInfo.InvariantCulture));
            }
        }).ToResponse();
    }

    private HttpResponse Plain(string id, string name)
    {
        if (containers.Find(id) is not { } place)
            return Gone(id);
        return LogFile.TryOpen(place.Directory, name) is { } file
            ? HttpResponse.Written(
                200, "text/plain;charset=utf-8", file.Length, (body, cancellation) => body.CopyAsync(file, file.Length, cancellation), file)
            : HttpResponse.Text(404, $"{id} has no log {name}.\n");
    }

    private static HttpResponse Gone(string id)
    {
        var page = new HtmlPage("These logs are not here")
            .Paragraph($"No node has logs of {id}: it has not started, or its application has ended.");
        if (YarnIds.TryParseContainer(id, out var container))
        {
            var application = YarnIds.Format(container.AppAttemptId.ApplicationId);
            page.Link($"/cluster/logs/{application}", "Gathered logs of the application");
        }

        return page.ToResponse(404);
    }
}
