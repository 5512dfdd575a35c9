using System.Collections.Concurrent;
using Skein.Hadoop.Security;
using Skein.Hadoop.Yarn.Protocol;

namespace Skein.ApplicationMaster.Launch;

/// <summary>
/// Tokens for NodeManagers. The ResourceManager sends each once, with the first allocation on its node, and anew when its key changes.
/// </summary>
internal sealed class NodeTokens
{
    private readonly ConcurrentDictionary<NodeIdProto, Token> _tokens = new();

    /// <summary>Keeps tokens; a newer one of the same node replaces the older.</summary>
    public void Store(IReadOnlyList<NMTokenProto> tokens)
    {
        foreach (var token in tokens)
            _tokens[token.NodeId] = Token.FromMessage(token.Token);
    }

    /// <summary>The newest token of a node; null if none came.</summary>
    public Token? Find(NodeIdProto node) => _tokens.GetValueOrDefault(node);
}
