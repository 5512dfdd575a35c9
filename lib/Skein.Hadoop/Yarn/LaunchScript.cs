using System.Buffers;
using System.Text;

namespace Skein.Hadoop.Yarn;

/// <summary>Text that goes into the bash script by which a NodeManager starts a container.</summary>
/// <remarks>
/// The script holds each variable as <c>export NAME="VALUE"</c>, and the command as <c>exec /bin/bash -c "COMMAND"</c>, without
/// escaping anything. Inside the double quotes <c>"</c>, backtick, <c>\</c> and <c>$</c> are live, and one bare <c>"</c> breaks the
/// whole script.
/// </remarks>
public static class LaunchScript
{
    /// <summary>Replaced by the NodeManager with the container's log directory.</summary>
    public const string LogDirectory = "<LOG_DIR>";

    private static readonly SearchValues<char> Live = SearchValues.Create("\"`\\");

    /// <summary>A value of a variable so that the container sees it as it is; <c>$NAME</c> stays a reference to another variable.</summary>
    public static string Quote(string value)
    {
        if (!value.AsSpan().ContainsAny(Live))
            return value;
        var quoted = new StringBuilder(value.Length + 8);
        foreach (char character in value)
        {
            if (Live.Contains(character))
                quoted.Append('\\');
            quoted.Append(character);
        }

        return quoted.ToString();
    }
}
