namespace Skein.Grpc;

/// <summary>Has what handlers send one after the other leave together.</summary>
/// <remarks>A record of TLS and a system call for each message is most of what a small message costs.</remarks>
public static class GatheredOutput
{
    [ThreadStatic]
    private static HashSet<ConnectionOutput>? _outputs;

    [ThreadStatic]
    private static bool _isGathering;

    /// <summary>Runs something. What is sent on this thread meanwhile leaves when it is done at the latest, that of each connection in as
    /// few writes as possible; nothing that runs may block until it has left.</summary>
    public static void Run(Action body)
    {
        if (_isGathering)
        {
            body();
            return;
        }

        _isGathering = true;
        try
        {
            body();
        }
        finally
        {
            _isGathering = false;
            Flush();
        }
    }

    /// <summary>Puts off what a connection has to send, if something is being run on this thread.</summary>
    internal static bool TryAdd(ConnectionOutput output)
    {
        if (!_isGathering)
            return false;
        (_outputs ??= []).Add(output);
        return true;
    }

    private static void Flush()
    {
        if (_outputs is not { Count: > 0 } outputs)
            return;
        _outputs = null;
        foreach (var output in outputs)
            output.Flush();
        outputs.Clear();
        _outputs = outputs;
    }
}
