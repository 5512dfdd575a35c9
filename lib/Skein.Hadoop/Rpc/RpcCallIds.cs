namespace Skein.Hadoop.Rpc;

/// <summary>Call numbers with a meaning of their own. Calls count from 0.</summary>
internal static class RpcCallIds
{
    /// <summary>The server refuses the preamble.</summary>
    public const int Refusal = -1;

    public const int ConnectionContext = -3;

    public const int Ping = -4;

    public const int Sasl = -33;
}
