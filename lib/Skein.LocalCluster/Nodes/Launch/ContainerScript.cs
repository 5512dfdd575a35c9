using System.Text;
using Skein.Hadoop.Processes;
using Skein.Hadoop.Yarn.Protocol;

namespace Skein.LocalCluster.Nodes.Launch;

/// <summary>The script that starts a container, as a NodeManager writes it.</summary>
/// <remarks>
/// Values of variables stand in double quotes and the command in those of <c>bash -c</c>, nothing in them escaped: what is live for bash
/// there is live here. Only the paths that the node puts in are escaped, since a user's home may be called anything. Until the command runs, output goes to <c>prelaunch.out</c> and <c>prelaunch.err</c> among the logs.
/// </remarks>
internal static class ContainerScript
{
    /// <summary>Its name in the working directory, and of its copy among the logs.</summary>
    public const string FileName = "launch_container.sh";

    /// <summary>Where errors before the command go, among the logs.</summary>
    public const string ErrorFile = "prelaunch.err";

    /// <summary>Writes the script.</summary>
    /// <param name="context">The launch.</param>
    /// <param name="place">The container's directories.</param>
    /// <param name="ofNode">Variables that the node sets.</param>
    /// <param name="inherited">Variables of the node that a launch may set otherwise.</param>
    /// <param name="links">Paths of resources by their names in the working directory.</param>
    public static string Write(
        ContainerLaunchContextProto context,
        ContainerPlace place,
        IReadOnlyDictionary<string, string> ofNode,
        IReadOnlyDictionary<string, string> inherited,
        IEnumerable<KeyValuePair<string, string>> links)
    {
        var script = new StringBuilder(4096);
        var logs = EscapeQuoted(place.LogDirectory);
        script.Append("#!/bin/bash\n\nset -o pipefail -e\n");
        script.Append($"export PRELAUNCH_OUT=\"{logs}/prelaunch.out\"\nexec >\"${{PRELAUNCH_OUT}}\"\n");
        script.Append($"export PRELAUNCH_ERR=\"{logs}/{ErrorFile}\"\nexec 2>\"${{PRELAUNCH_ERR}}\"\n");
        script.Append("echo \"Setting up env variables\"\n");
        WriteVariables(script, context, place, ofNode, inherited);
        script.Append("echo \"Setting up job resources\"\n");
        foreach (var (link, path) in links)
        {
            if (Path.GetDirectoryName(link) is { Length: > 0 } parent)
                script.Append($"mkdir -p -- {ShellWord.Quote(parent)}\n");
            script.Append($"ln -sf -- {ShellWord.Quote(path)} {ShellWord.Quote(link)}\n");
        }

        script.Append("echo \"Copying debugging information\"\n");
        script.Append($"cp \"{FileName}\" \"{logs}/{FileName}\"\nchmod 640 \"{logs}/{FileName}\"\n");
        script.Append($"ls -l 1>\"{logs}/directory.info\"\n");
        script.Append("echo \"Launching container\"\n");
        script.Append($"exec /bin/bash -c \"{LaunchEnvironment.Expand(string.Join(' ', context.Command), EscapeQuoted(ShellWord.Escape(place.LogDirectory)))}\"\n");
        return script.ToString();
    }

    private static void WriteVariables(
        StringBuilder script,
        ContainerLaunchContextProto context,
        ContainerPlace place,
        IReadOnlyDictionary<string, string> ofNode,
        IReadOnlyDictionary<string, string> inherited)
    {
        var variables = new Dictionary<string, string>(inherited, StringComparer.Ordinal);
        var ofLaunch = new HashSet<string>(StringComparer.Ordinal);
        foreach (var variable in context.Environment)
        {
            variables[variable.Key] = LaunchEnvironment.Expand(variable.Value, EscapeQuoted(place.LogDirectory));
            ofLaunch.Add(variable.Key);
        }

        foreach (var (name, value) in ofNode)
            variables[name] = value;
        foreach (var name in LaunchEnvironment.Order(variables))
        {
            var isInherited = inherited.ContainsKey(name) && !ofLaunch.Contains(name) && !ofNode.ContainsKey(name);
            script.Append(isInherited ? $"export {name}=${{{name}:-\"{variables[name]}\"}}\n" : $"export {name}=\"{variables[name]}\"\n");
        }
    }

    /// <summary>Text that is itself within double quotes.</summary>
    public static string EscapeQuoted(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var character in text)
            (character is '"' or '`' or '\\' or '$' ? escaped.Append('\\') : escaped).Append(character);
        return escaped.ToString();
    }
}
