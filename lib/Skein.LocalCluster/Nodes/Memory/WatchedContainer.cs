namespace Skein.LocalCluster.Nodes.Memory;

/// <summary>A container whose memory is measured.</summary>
/// <param name="ContainerId">Its id as text.</param>
/// <param name="Leader">Number of its session.</param>
/// <param name="Use">What it had until now.</param>
/// <param name="OnExceeded">Told that it has too much.</param>
internal sealed record WatchedContainer(string ContainerId, int Leader, MemoryUse Use, Action<string> OnExceeded);
