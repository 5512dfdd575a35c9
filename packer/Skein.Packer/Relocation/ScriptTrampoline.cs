using System.Text;

namespace Skein.Packer.Relocation;

/// <summary>
/// Writes the first lines of a script anew so that <c>/bin/sh</c> starts the interpreter: a path found at run time, of any length,
/// with any options.
/// </summary>
internal static class ScriptTrampoline
{
    /// <summary>To Python the beginning of a string, to the shell the word <c>exec</c>.</summary>
    public static ReadOnlySpan<byte> ExecuteWord => "'''exec' "u8;

    private const string Arguments = "\"$0\" \"$@\"";

    /// <summary>Shell words for a path relative to the directory of the script that is running.</summary>
    /// <param name="relative">Such as <c>../bin/python</c>.</param>
    public static string BesideScript(string relative) => $"\"$(dirname -- \"$(realpath -- \"$0\")\")/{relative}\"";

    /// <param name="interpreterName">Last part of the interpreter's path.</param>
    /// <param name="interpreter">Shell words that give the interpreter's path.</param>
    /// <param name="options">Options of the old first line.</param>
    /// <param name="body">The script without its first line.</param>
    /// <returns>
    /// The script, or null when the interpreter's language has no form that the shell and the interpreter both read rightly.
    /// </returns>
    public static byte[]? Write(string interpreterName, string interpreter, string options, ReadOnlySpan<byte> body)
    {
        if (Words(options) is not { } words)
            return null;
        var start = $"{interpreter}{words}";
        return ScriptLanguages.Of(interpreterName) switch
        {
            ScriptLanguage.Python when PythonPrologue.Of(body) is var prologue => prologue.IsPlain
                ? Join($"#!/bin/sh\n'''exec' {start} {Arguments}\n' '''\n", body)
                : Join(HiddenLine(start, prologue.Encoding), body),
            ScriptLanguage.HashComments => Join(HiddenLine(start, null), body),
            // With -x both skip everything before the first line that begins with #! and holds their name.
            ScriptLanguage.Perl => Join($"#!/bin/sh\nexec {interpreter} -x{words} {Arguments}\n#!perl\n", body),
            ScriptLanguage.Ruby => Join($"#!/bin/sh\nexec {interpreter} -x{words} {Arguments}\n#!ruby\n", body),
            // A semicolon of its own ends the statement, however the script goes on; "use strict" behind it keeps its meaning.
            ScriptLanguage.JavaScript => Join($"#!/bin/sh\n':' //; exec {start} {Arguments}\n;\n", body),
            ScriptLanguage.Lua => Join($"#!/bin/sh\n_=[[\nexec {start} {Arguments}\n]]\n", body),
            ScriptLanguage.Tcl => Join($"#!/bin/sh\n# \\\nexec {start} {Arguments}\n", body),
            _ => null,
        };
    }

    // To the interpreter a form feed is a blank, so the line is a comment, and the script keeps its docstring and its encoding.
    // To the shell it is part of a word, the name of a command that does not exist.
    private static string HiddenLine(string start, string? encoding) =>
        $"#!/bin/sh\n\f# 2>/dev/null || exec {start} {Arguments}{(encoding == null ? "" : $" # coding: {encoding}")}\n";

    private static byte[] Join(string head, ReadOnlySpan<byte> body) => [.. Encoding.UTF8.GetBytes(head), .. body];

    private static string? Words(string options)
    {
        var words = new StringBuilder();
        foreach (var word in options.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (!word.All(static c => char.IsAsciiLetterOrDigit(c) || "-_+=:,./@%".Contains(c, StringComparison.Ordinal)))
                return null;
            words.Append(' ').Append(word);
        }

        return words.ToString();
    }
}
