using System.Globalization;
using System.Text;
using Skein.Grpc;
using Skein.Hadoop.Logs;

namespace Skein.Submission.Driver;

/// <summary>The logs of an application's containers as texts that fit into one message, in the layout of <c>yarn logs</c>.</summary>
internal sealed class ContainerLogTexts
{
    /// <summary>What the texts may have together, in bytes: clients take messages of 4 MiB, ids and lengths included.</summary>
    internal const int MaximumBytes = (4 << 20) - (64 << 10);

    private readonly Dictionary<string, StringBuilder> _texts = new(StringComparer.Ordinal);
    private readonly string _applicationId;
    private readonly TimeProvider _time;
    private long _bytes;

    /// <param name="applicationId">Whose logs.</param>
    /// <param name="time">Tells the zone of times.</param>
    public ContainerLogTexts(string applicationId, TimeProvider time)
    {
        _applicationId = applicationId;
        _time = time;
    }

    /// <summary>Adds what one node gathered of a container, behind what is there of it.</summary>
    /// <exception cref="GrpcException">It is more than a message takes.</exception>
    public async Task AddAsync(ContainerLog container, CancellationToken cancellation)
    {
        if (!_texts.TryGetValue(container.ContainerId, out var text))
            _texts[container.ContainerId] = text = new StringBuilder();
        await foreach (var file in container.Files.WithCancellation(cancellation))
        {
            Count(file.Length);
            var bytes = new byte[file.Length];
            await file.Content.ReadExactlyAsync(bytes, cancellation);
            text.Append("LogType:").Append(file.Name).Append('\n');
            if (container.Uploaded is { } uploaded)
                text.Append("Log Upload Time:").Append(FormatTime(uploaded)).Append('\n');
            text.Append("LogLength:").Append(file.Length.ToString(CultureInfo.InvariantCulture)).Append("\nLog Contents:\n");
            text.Append(Encoding.UTF8.GetString(bytes)).Append("\nEnd of LogType:").Append(file.Name).Append("\n\n");
        }
    }

    /// <summary>The texts by container, without space at their ends.</summary>
    /// <exception cref="GrpcException">They are more than a message takes.</exception>
    public IEnumerable<KeyValuePair<string, string>> Finish()
    {
        _bytes = 0;
        foreach ((var id, var builder) in _texts)
        {
            var text = builder.ToString().TrimEnd();
            // What is no UTF-8 takes more room than in its file.
            Count(Encoding.UTF8.GetByteCount(text) + id.Length);
            yield return new(id, text);
        }
    }

    // As Java writes it: Thu Jan 01 00:00:00 +0000 1970.
    private string FormatTime(long milliseconds)
    {
        var time = TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds), _time.LocalTimeZone);
        var zone = time.ToString("zzz", CultureInfo.InvariantCulture).Replace(":", "", StringComparison.Ordinal);
        return time.ToString($"ddd MMM dd HH:mm:ss '{zone}' yyyy", CultureInfo.InvariantCulture);
    }

    private void Count(long bytes)
    {
        _bytes += bytes;
        if (_bytes > MaximumBytes)
        {
            throw new GrpcException(
                GrpcStatusCode.ResourceExhausted,
                $"The logs of {_applicationId} do not fit into the 4 MiB of a message; 'skein logs {_applicationId}' shows logs of any size");
        }
    }
}
