namespace Skein.LocalCluster.Nodes;

/// <summary>Which containers a node takes. Where some nodes are simulated, application masters need a real one.</summary>
public enum NodeRole
{
    Any,
    Masters,
    Tasks,
}
