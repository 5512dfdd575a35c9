using Skein.LocalCluster.Nodes.Localisation;
using Skein.LocalCluster.Nodes.Memory;
using Skein.LocalCluster.Nodes.Processes;

namespace Skein.LocalCluster.Nodes;

/// <summary>What the containers of a node share.</summary>
internal sealed record NodeContext(
    NodeDescription Description,
    NodeDirectories Directories,
    LocalNodeOptions Options,
    Localiser Localiser,
    MemoryWatch Memory,
    OrphanGuard Guard,
    TimeProvider Time);
