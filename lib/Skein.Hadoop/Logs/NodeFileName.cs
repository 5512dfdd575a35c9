namespace Skein.Hadoop.Logs;

/// <summary>
/// The name of one node's file: <c>HOST_PORT</c>, or <c>HOST_PORT_TIMESTAMP</c> where a node uploads the logs of long-running
/// applications in parts.
/// </summary>
internal static class NodeFileName
{
    private const int LongestPort = 5;

    /// <summary>The node as <c>host:port</c>; the name itself where it is of another form.</summary>
    public static string NodeOf(string fileName)
    {
        ReadOnlySpan<char> name = fileName;
        var last = name.LastIndexOf('_');
        if (last > 0 && IsNumber(name[(last + 1)..]) && name.Length - last - 1 > LongestPort)
        {
            name = name[..last];
            last = name.LastIndexOf('_');
        }

        return last > 0 && IsNumber(name[(last + 1)..]) ? $"{name[..last]}:{name[(last + 1)..]}" : fileName;
    }

    private static bool IsNumber(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExceptInRange('0', '9');
}
