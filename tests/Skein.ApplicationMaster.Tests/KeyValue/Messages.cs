using Google.Protobuf;
using Skein.Protocol;

namespace Skein.ApplicationMaster.Tests.KeyValue;

/// <summary>Requests in short, and entries as text.</summary>
internal static class Messages
{
    public static ContainerInstance Worker(int instance) => new() { ServiceName = "worker", Instance = instance };

    public static PutKeyRequest Put(string key, string value, ContainerInstance? owner = null) =>
        new() { Key = key, Value = ByteString.CopyFromUtf8(value), Owner = owner };

    public static GetRangeRequest GetAll { get; } = new();

    public static DeleteRangeRequest Delete(string start, string end) => new() { Start = start, End = end };

    /// <summary>Entries in the form <c>a=1 b=2@worker_0</c>.</summary>
    public static string Draw(IEnumerable<Protocol.KeyValue> entries) => string.Join(' ', entries.Select(Draw));

    /// <summary>A response of a watch stream in the form <c>PUT 3: a=1</c>.</summary>
    public static string Draw(WatchResponse response) =>
        $"{response.Type.ToString().ToUpperInvariant()} {response.WatchId}: {Draw(response.Event)}".TrimEnd();

    private static string Draw(Protocol.KeyValue entry) =>
        $"{entry.Key}={entry.Value.ToStringUtf8()}{(entry.Owner is { } owner ? $"@{owner.ServiceName}_{owner.Instance}" : "")}";
}
