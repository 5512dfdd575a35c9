namespace Skein.Hadoop.Rpc.Server;

/// <summary>A handler's answer to a call that can not be carried out. The connection stays usable.</summary>
/// <param name="className">Java class that callers tell errors apart by, such as those in <see cref="Yarn.YarnErrors"/>.</param>
/// <param name="message">What callers are told.</param>
public sealed class RpcRefusedException(string className, string message) : Exception(message)
{
    /// <summary>Full Java class name.</summary>
    public string ClassName { get; } = className;
}
