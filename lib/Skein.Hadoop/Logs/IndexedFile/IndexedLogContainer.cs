namespace Skein.Hadoop.Logs.IndexedFile;

/// <summary>A container's part of one upload.</summary>
/// <param name="ContainerId">Such as <c>container_1700000000000_0001_01_000001</c>.</param>
/// <param name="Files">Its log files.</param>
internal sealed record IndexedLogContainer(string ContainerId, IReadOnlyList<IndexedLogEntry> Files);
