using System.Buffers;
using System.Text;
using Skein.Hadoop.Processes;

namespace Skein.Hadoop.Yarn;

/// <summary>Text that goes into the bash script by which a NodeManager starts a container.</summary>
/// <remarks>
/// The NodeManager first replaces <c>&lt;LOG_DIR&gt;</c>, <c>&lt;CPS&gt;</c>, <c>{{</c> (by <c>$</c>) and <c>}}</c> (by nothing). The script then
/// holds each variable as <c>export NAME="VALUE"</c>, and the command as <c>exec /bin/bash -c "COMMAND"</c>, without escaping anything.
/// Inside the double quotes <c>"</c>, backtick, <c>\</c> and <c>$</c> are live, and one bare <c>"</c> breaks the whole script.
/// </remarks>
public static class LaunchScript
{
    /// <summary>Replaced by the NodeManager with the container's log directory.</summary>
    public const string LogDirectory = "<LOG_DIR>";

    /// <summary>The variable that <see cref="WithSearchPath"/> sets; it must not be in a launch environment.</summary>
    public const string PathVariable = "PATH";

    // Keeps double braces apart on the NodeManager; bash removes it.
    private const string Continuation = "\\\n";

    private static readonly SearchValues<char> Live = SearchValues.Create("\"`\\${}");

    /// <summary>A value of a variable so that the container sees what its author meant.</summary>
    /// <remarks>
    /// <code>
    ///   $NAME  ${NAME…}  {{NAME}}  &lt;LOG_DIR&gt;  &lt;CPS&gt;   are replaced on the node
    ///   \$                                        is a dollar sign
    ///   anything else                             is itself: quotes, backticks, other backslashes and dollar signs, JSON's braces
    /// </code>
    /// </remarks>
    public static string Quote(string value)
    {
        if (!value.AsSpan().ContainsAny(Live))
            return value;
        var quoted = new StringBuilder(value.Length + 8);
        for (var i = 0; i < value.Length; i++)
        {
            var next = i + 1 < value.Length ? value[i + 1] : '\0';
            switch (value[i])
            {
                case '\\' when next == '$':
                    quoted.Append("\\$");
                    i++;
                    break;
                case '$' when next != '{' && !IsNameStart(next):
                case '"' or '`' or '\\':
                    quoted.Append('\\').Append(value[i]);
                    break;
                case '{' when next == '{' && LengthOfReference(value.AsSpan(i)) is > 0 and var length:
                    quoted.Append(value, i, length);
                    i += length - 1;
                    break;
                case '{' or '}' when next == value[i]:
                    quoted.Append(value[i]).Append(Continuation);
                    break;
                default:
                    quoted.Append(value[i]);
                    break;
            }
        }

        return quoted.ToString();
    }

    /// <summary>One word of a command, whatever is in it: nothing in it is live, neither for the script nor for the shell that the script starts.</summary>
    public static string QuoteWord(string word)
    {
        if (ShellWord.IsPlain(word))
            return word;
        var quoted = new StringBuilder(word.Length + 8).Append('\'');
        for (var i = 0; i < word.Length; i++)
        {
            switch (word[i])
            {
                case '\'':
                    quoted.Append(@"'\\''");
                    break;
                case '"' or '`' or '\\' or '$':
                    quoted.Append('\\').Append(word[i]);
                    break;
                case '{' or '}' when i + 1 < word.Length && word[i + 1] == word[i]:
                    quoted.Append(word[i]).Append(Continuation);
                    break;
                default:
                    quoted.Append(word[i]);
                    break;
            }
        }

        return quoted.Append('\'').ToString();
    }

    /// <summary>The command in place of the shell that reads it, with the container's own directory at the end of PATH, and PATH exported.</summary>
    /// <remarks>
    /// Whether a container inherits a PATH depends on the NodeManager: without one, bash knows a default that it does not export. It is
    /// set by the command and never by the launch environment, since the NodeManager starts its own shell and setsid with that
    /// environment, where <c>$PATH</c> is not replaced by anything. The directory comes last, so that a file in it never takes the place
    /// of a system's command. The shell may not stay: it leads the process group, dies of the SIGTERM that the command handles, and what is
    /// left of a container whose leader has ended the NodeManager kills a quarter of a second later.
    /// </remarks>
    /// <param name="command">A simple command of bash.</param>
    /// <param name="path">Quoted value of PATH; null: what the container has anyway.</param>
    public static string WithSearchPath(string command, string? path) => $"PATH=\\\"{path ?? "$PATH"}:$PWD\\\" exec {command}";

    /// <summary>Whether bash can export a variable of this name; any other breaks the script.</summary>
    public static bool IsVariableName(ReadOnlySpan<char> name)
    {
        if (name.IsEmpty || !IsNameStart(name[0]))
            return false;
        foreach (var character in name)
        {
            if (!IsNameStart(character) && !char.IsAsciiDigit(character))
                return false;
        }

        return true;
    }

    // Length of a leading {{NAME}}; 0 if there is none.
    private static int LengthOfReference(ReadOnlySpan<char> text)
    {
        var end = text.IndexOf("}}");
        return end > 0 && IsVariableName(text[2..end]) ? end + 2 : 0;
    }

    private static bool IsNameStart(char character) => char.IsAsciiLetter(character) || character == '_';
}
