using Skein.Hadoop.Yarn.Protocol;
using Skein.LocalCluster.Nodes.Localisation;
using Skein.LocalCluster.Nodes.Logs;

namespace Skein.LocalCluster.Nodes;

/// <summary>What a node has of an application. Its lists are changed under the node's lock only.</summary>
internal sealed class LocalApplication(string id, string user, Localiser localiser) : IAsyncDisposable
{
    private readonly Lock _opening = new();
    private ResourceCache? _resources;

    /// <summary>Its id as text.</summary>
    public string Id { get; } = id;

    /// <summary>Whom it belongs to.</summary>
    public string User { get; } = user;

    /// <summary>Which logs are gathered; null: all.</summary>
    public LogAggregationContextProto? LogPatterns { get; set; }

    /// <summary>Its containers' logs, in the order of their starts.</summary>
    public List<GatheredContainer> Logs { get; } = [];

    /// <summary>Its containers, ended ones too.</summary>
    public Dictionary<string, LocalContainer> Containers { get; } = new(StringComparer.Ordinal);

    /// <summary>The lives of its containers.</summary>
    public List<Task> Lives { get; } = [];

    /// <summary>Whether it ends, so that nothing more is started.</summary>
    public bool IsEnding { get; set; }

    /// <summary>The cache of its own resources.</summary>
    /// <exception cref="IOException">Its directory can not be made.</exception>
    public ResourceCache OpenResources()
    {
        lock (_opening)
            return _resources ??= localiser.OpenApplicationCache(User, Id);
    }

    /// <summary>Ends what is being brought for it.</summary>
    public ValueTask DisposeAsync() => _resources?.DisposeAsync() ?? ValueTask.CompletedTask;
}
