using System.Globalization;
using Skein.Hadoop.Yarn;

namespace Skein.LocalCluster.Nodes.Launch;

/// <summary>The variables of a container.</summary>
internal static class LaunchEnvironment
{
    /// <summary>Names an application's directory; by its value <see cref="Processes.ProcessMark"/> finds processes.</summary>
    public const string LocalDirectories = "LOCAL_DIRS";

    /// <summary>Those that the node sets, whatever the launch says.</summary>
    public static Dictionary<string, string> OfNode(ContainerPlace place, NodeDescription node, string homeDirectory) =>
        new(StringComparer.Ordinal)
        {
            ["CONTAINER_ID"] = place.ContainerId,
            ["NM_HOST"] = node.Id.Host,
            ["NM_PORT"] = node.Id.Port.ToString(CultureInfo.InvariantCulture),
            ["NM_HTTP_PORT"] = node.HttpAddress[(node.HttpAddress.LastIndexOf(':') + 1)..],
            [LocalDirectories] = ContainerScript.EscapeQuoted(place.ApplicationDirectory),
            ["LOCAL_USER_DIRS"] = ContainerScript.EscapeQuoted(place.UserDirectory),
            ["LOG_DIRS"] = ContainerScript.EscapeQuoted(place.LogDirectory),
            ["USER"] = place.User,
            ["LOGNAME"] = place.User,
            ["HOME"] = ContainerScript.EscapeQuoted(homeDirectory),
            ["PWD"] = ContainerScript.EscapeQuoted(place.WorkingDirectory),
            ["HADOOP_TOKEN_FILE_LOCATION"] = ContainerScript.EscapeQuoted(place.TokenFile),
            ["JVM_PID"] = "$$",
            ["MALLOC_ARENA_MAX"] = "$MALLOC_ARENA_MAX",
        };

    /// <summary>
    /// Replaces what YARN replaces in values and commands: <c>&lt;LOG_DIR&gt;</c>, <c>&lt;CPS&gt;</c> by a colon, <c>{{</c> by a dollar
    /// sign and <c>}}</c> by nothing.
    /// </summary>
    /// <param name="text">What a launch says.</param>
    /// <param name="logDirectory">The directory, escaped as its place in the script wants it.</param>
    public static string Expand(string text, string logDirectory) => text
        .Replace("<CPS>", ":", StringComparison.Ordinal)
        .Replace("{{", "$", StringComparison.Ordinal)
        .Replace("}}", "", StringComparison.Ordinal)
        .Replace(LaunchScript.LogDirectory, logDirectory, StringComparison.Ordinal);

    /// <summary>Names of variables, those that others refer to before them.</summary>
    public static List<string> Order(IReadOnlyDictionary<string, string> variables)
    {
        var ordered = new List<string>(variables.Count);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var names = new List<string>(variables.Keys);
        names.Sort(StringComparer.Ordinal);
        foreach (var name in names)
            Visit(name);
        return ordered;

        void Visit(string name)
        {
            // One that refers to itself, or in a circle, keeps the place it was first met at.
            if (!variables.TryGetValue(name, out var value) || !seen.Add(name))
                return;
            foreach (var reference in References(value))
                Visit(reference);
            ordered.Add(name);
        }
    }

    // Names after $ and ${.
    private static List<string> References(string value)
    {
        var found = new List<string>();
        for (var dollar = value.IndexOf('$', StringComparison.Ordinal); dollar >= 0; dollar = value.IndexOf('$', dollar + 1))
        {
            var start = dollar + 1;
            if (start < value.Length && value[start] == '{')
                start++;
            var end = start;
            while (end < value.Length && (char.IsAsciiLetterOrDigit(value[end]) || value[end] == '_'))
                end++;
            if (end > start)
                found.Add(value[start..end]);
        }

        return found;
    }
}
