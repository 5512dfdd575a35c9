using System.Globalization;
using System.Text;
using Skein.Hadoop.Web.Server;
using Skein.LocalCluster.Nodes.Logs;

namespace Skein.LocalCluster.Pages.Nodes;

/// <summary>
/// A log as a NodeManager gives it: lines that describe it, the wanted bytes, and a remark by which readers tell whether more may follow.
/// </summary>
internal sealed class ContainerLogText
{
    private readonly FileStream _file;
    private readonly byte[] _head;
    private readonly byte[] _remark;
    private readonly long _start;
    private readonly long _length;

    /// <param name="id">The container.</param>
    /// <param name="name">The file's name.</param>
    /// <param name="place">Where it is.</param>
    /// <param name="file">The file; owned.</param>
    /// <param name="size">How many of the first bytes are wanted; negative: how many of the last.</param>
    public ContainerLogText(string id, string name, ContainerLogPlace place, FileStream file, long size)
    {
        _file = file;
        var whole = file.Length;
        _length = size >= 0 ? Math.Min(size, whole) : size <= -whole ? whole : -size;
        _start = size >= 0 ? 0 : whole - _length;
        var title = $"Container: {id} on {place.Node}";
        _head = Encoding.UTF8.GetBytes(
            $"{title}\nLogAggregationType: LOCAL\n{new string('=', title.Length)}\n"
            + $"LogType:{name}\nLogLastModifiedTime:{ModifiedTime(file)}\n"
            + string.Create(CultureInfo.InvariantCulture, $"LogLength:{whole}\nLogContents:\n"));
        var end = $"End of LogType:{name}";
        var more = place.IsRunning ? $"This log file belongs to a running container ({id}) and so may not be complete." : "";
        _remark = Encoding.UTF8.GetBytes($"{end}.{more}\n{new string('*', end.Length + 50)}\n\n");
    }

    /// <summary>A time as Java writes it: <c>Thu Nov 26 01:08:45 +0000 2026</c>.</summary>
    public static string ModifiedTime(FileStream file) =>
        File.GetLastWriteTimeUtc(file.SafeFileHandle).ToString("ddd MMM dd HH:mm:ss '+0000' yyyy", CultureInfo.InvariantCulture);

    public HttpResponse ToResponse(string contentType) =>
        HttpResponse.Written(200, contentType, _head.Length + _length + _remark.Length, WriteAsync, _file);

    private async Task WriteAsync(HttpBody body, CancellationToken cancellation)
    {
        await body.WriteAsync(_head, cancellation);
        _file.Seek(_start, SeekOrigin.Begin);
        await body.CopyAsync(_file, _length, cancellation);
        await body.WriteAsync(_remark, cancellation);
    }
}
