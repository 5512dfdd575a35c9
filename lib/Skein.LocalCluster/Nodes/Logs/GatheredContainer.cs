namespace Skein.LocalCluster.Nodes.Logs;

/// <summary>A container whose logs are gathered.</summary>
/// <param name="ContainerId">Its id as text.</param>
/// <param name="LogDirectory">Absolute path of the directory of its logs.</param>
public sealed record GatheredContainer(string ContainerId, string LogDirectory);
